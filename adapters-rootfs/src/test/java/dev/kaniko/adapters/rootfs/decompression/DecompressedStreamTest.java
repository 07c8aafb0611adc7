package dev.kaniko.adapters.rootfs.decompression;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaniko.adapters.rootfs.tar.Tool;
import dev.kaniko.domain.image.Digest;
import dev.kaniko.ports.failure.UnsafeContentFailure;
import dev.kaniko.ports.layer.VerifiedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecompressedStreamTest {
  private static final Path HERE = Path.of(".");
  private static final byte[] CONTENT = content(300_000);

  /** Half noise, half text, so that there are blocks of several kinds. */
  static byte[] content(int length) {
    Random random = new Random(length);
    byte[] content = new byte[length];
    random.nextBytes(content);
    for (int i = 0; i < length; i++) {
      if (i / 5000 % 2 == 0) {
        content[i] = (byte) "to be or not to be ".charAt(i % 19);
      }
    }
    return content;
  }

  static byte[] pack(String tool, byte[] content) {
    return Tool.output(HERE, tool, content);
  }

  static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  static byte[] unpack(byte[] packed) throws IOException {
    return unpack(packed, InflationLimits.GENEROUS, ZstdDecoder.best());
  }

  static byte[] unpack(byte[] packed, InflationLimits limits, ZstdDecoder zstd) throws IOException {
    try (InputStream in = DecompressedStream.open(new ByteArrayInputStream(packed), limits, zstd)) {
      return in.readAllBytes();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "cat, PLAIN",
    "gzip -9, GZIP",
    "gzip -1 -n, GZIP",
    "bzip2, BZIP2",
    "xz -6, XZ",
    "xz --check=sha256 --block-size=50000, XZ",
    "zstd, ZSTD",
    "zstd -19 --long=27, ZSTD",
    "zstd --no-check, ZSTD"
  })
  void what_the_tools_have_packed_is_recognised_and_unpacked(String tool, StreamFormat format)
      throws IOException {
    byte[] packed = pack(tool, CONTENT);
    try (DecompressedStream in =
        DecompressedStream.open(new ByteArrayInputStream(packed), InflationLimits.GENEROUS)) {
      assertThat(in.format()).isEqualTo(format);
      assertThat(in.readAllBytes()).isEqualTo(CONTENT);
      assertThat(in.read()).isEqualTo(-1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "bzip2", "xz", "zstd"})
  void packed_nothing_unpacks_to_nothing(String tool) throws IOException {
    assertThat(unpack(pack(tool, new byte[0]))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "bzip2", "xz", "zstd"})
  void streams_one_after_another_are_one_content(String tool) throws IOException {
    byte[] first = pack(tool, CONTENT);
    byte[] empty = pack(tool, new byte[0]);
    byte[] second = pack(tool, content(10));
    assertThat(unpack(joined(first, empty, second))).isEqualTo(joined(CONTENT, content(10)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "\u001f", "text of any kind", "BZ", "PK\u0003\u0004 zip"})
  void what_is_not_packed_comes_out_as_it_is(String text) throws IOException {
    byte[] plain = text.getBytes(ISO_8859_1);
    assertThat(unpack(plain)).isEqualTo(plain);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "bzip2", "xz", "zstd"})
  void it_can_be_read_byte_by_byte_from_a_source_that_gives_little(String tool) throws IOException {
    byte[] content = content(6000);
    byte[] packed = pack(tool, content);
    InputStream slow =
        new InputStream() {
          private int next;

          @Override
          public int read() {
            return next < packed.length ? packed[next++] & 0xff : -1;
          }

          @Override
          public int read(byte[] bytes, int offset, int length) {
            int b = length == 0 ? -1 : read();
            if (b >= 0) {
              bytes[offset] = (byte) b;
            }
            return b < 0 ? -1 : 1;
          }
        };
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (InputStream in = DecompressedStream.open(slow, InflationLimits.GENEROUS)) {
      for (int b = in.read(); b >= 0; b = in.read()) {
        out.write(b);
      }
    }
    assertThat(out.toByteArray()).isEqualTo(content);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "bzip2", "xz", "zstd"})
  void cut_off_anywhere_it_is_an_error(String tool) {
    byte[] packed = pack(tool, content(9000));
    for (int length = 6; length < packed.length; length += length < 40 ? 1 : 97) {
      byte[] cut = Arrays.copyOf(packed, length);
      assertThatThrownBy(() -> unpack(cut))
          .as("%s cut at %d", tool, length)
          .isInstanceOf(MalformedStream.class)
          .hasMessageStartingWith("damaged " + tool + " data: ");
    }
    byte[] lastMissing = Arrays.copyOf(packed, packed.length - 1);
    assertThatThrownBy(() -> unpack(lastMissing)).isInstanceOf(MalformedStream.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "bzip2", "xz", "zstd"})
  void a_changed_byte_is_refused_or_makes_no_difference(String tool) throws IOException {
    byte[] content = content(20_000);
    byte[] packed = pack(tool, content);
    Random random = new Random(1);
    for (int i = 0; i < 500; i++) {
      byte[] changed = packed.clone();
      // Not the magic: without it, it is plain.
      changed[6 + random.nextInt(packed.length - 6)] ^= (byte) (1 + random.nextInt(255));
      try {
        assertThat(unpack(changed)).isEqualTo(content);
      } catch (MalformedStream e) {
        assertThat(e).hasMessageContaining("damaged");
      }
    }
  }

  @Test
  void what_follows_the_last_gzip_member_is_ignored() throws IOException {
    byte[] packed = pack("gzip", CONTENT);
    for (byte[] rest :
        new byte[][] {
          new byte[1], new byte[100_000], {0x1f}, {0x1f, 0}, "garbage".getBytes(US_ASCII)
        }) {
      ByteArrayInputStream source = new ByteArrayInputStream(joined(packed, rest));
      try (InputStream in = DecompressedStream.open(source, InflationLimits.GENEROUS)) {
        assertThat(in.readAllBytes()).isEqualTo(CONTENT);
      }
      assertThat(source.available()).as("left unread").isZero();
    }
  }

  @Test
  void a_second_gzip_member_that_is_damaged_is_an_error() {
    byte[] packed = pack("gzip -n", CONTENT);
    byte[] broken = packed.clone();
    broken[broken.length - 5] ^= 1;
    assertThatThrownBy(() -> unpack(joined(packed, broken)))
        .isInstanceOf(MalformedStream.class)
        .hasMessageContaining("checksum of its content");
    broken[broken.length - 5] ^= 1;
    broken[broken.length - 1] ^= 1;
    assertThatThrownBy(() -> unpack(joined(packed, broken))).hasMessageContaining("size");
    byte[] header = {0x1f, (byte) 0x8b, 7, 0, 0, 0, 0, 0, 0, 0};
    assertThatThrownBy(() -> unpack(joined(packed, header))).hasMessageContaining("method");
  }

  @Test
  void every_optional_field_of_a_gzip_header_is_passed_over() throws IOException {
    byte[] packed = pack("gzip -n", CONTENT);
    byte[] body = Arrays.copyOfRange(packed, 10, packed.length);
    byte[] start = {0x1f, (byte) 0x8b, 8, 0b1_1110, 1, 2, 3, 4, 0, 3};
    byte[] fields = joined(new byte[] {3, 1}, new byte[259], "name\0comment\0".getBytes(US_ASCII));
    CRC32 crc = new CRC32();
    crc.update(joined(start, fields));
    byte[] headerCrc = {(byte) crc.getValue(), (byte) (crc.getValue() >> 8)};

    assertThat(unpack(joined(start, fields, headerCrc, body))).isEqualTo(CONTENT);

    headerCrc[0] ^= 1;
    assertThatThrownBy(() -> unpack(joined(start, fields, headerCrc, body)))
        .hasMessageContaining("checksum of its header");
    start[3] = (byte) 0x80;
    assertThatThrownBy(() -> unpack(joined(start, body))).hasMessageContaining("unknown flags");
  }

  @Test
  void a_failure_of_the_source_is_not_taken_for_damage() throws IOException {
    byte[] packed = pack("gzip", CONTENT);
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("connection reset");
          }

          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            return read();
          }
        };
    InputStream source = new SequenceInputStream(new ByteArrayInputStream(packed, 0, 1000), broken);
    try (InputStream in = DecompressedStream.open(source, InflationLimits.GENEROUS)) {
      assertThatThrownBy(in::readAllBytes)
          .isExactlyInstanceOf(IOException.class)
          .hasMessage("connection reset");
    }
    InputStream wrong =
        new VerifiedInputStream(
            new ByteArrayInputStream(packed), Digest.sha256("other"), packed.length);
    try (InputStream in = DecompressedStream.open(wrong, InflationLimits.GENEROUS)) {
      assertThatThrownBy(in::readAllBytes).isInstanceOf(UnsafeContentFailure.class);
    }
  }

  @Test
  void the_digest_of_all_bytes_is_checked_those_after_the_content_too() throws IOException {
    byte[] packed = joined(pack("gzip", CONTENT), "rest".getBytes(US_ASCII));
    Digest digest = Digest.sha256(packed);
    packed[packed.length - 1] ^= 1;
    InputStream source =
        new VerifiedInputStream(new ByteArrayInputStream(packed), digest, packed.length);
    try (InputStream in = DecompressedStream.open(source, InflationLimits.GENEROUS)) {
      assertThatThrownBy(in::readAllBytes).isInstanceOf(UnsafeContentFailure.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip -9", "bzip2", "xz", "zstd", "cat"})
  void more_than_the_total_is_refused(String tool) throws IOException {
    byte[] packed = pack(tool, CONTENT);
    InflationLimits exact = new InflationLimits(300_000, 10_000, 1 << 20, 1 << 27);
    assertThat(unpack(packed, exact, ZstdDecoder.best())).isEqualTo(CONTENT);
    InflationLimits less = new InflationLimits(299_999, 10_000, 1 << 20, 1 << 27);
    assertThatThrownBy(() -> unpack(packed, less, ZstdDecoder.best()))
        .isInstanceOf(MalformedStream.class)
        .hasMessageContaining("more than 299999 bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip -9", "bzip2", "xz", "zstd"})
  void a_bomb_is_stopped_by_its_ratio(String tool) {
    byte[] bomb = pack("head -c 100000000 /dev/zero | " + tool, new byte[0]);
    InflationLimits limits = new InflationLimits(1 << 30, 500, 10_000_000, 1 << 27);
    assertThatThrownBy(() -> unpack(bomb, limits, ZstdDecoder.best()))
        .isInstanceOf(MalformedStream.class)
        .hasMessageContaining("more than 500 times its size");
  }

  @Test
  void xz_that_wants_much_memory_is_refused() {
    byte[] packed = pack("xz --lzma2=dict=256MiB", CONTENT);
    assertThatThrownBy(() -> unpack(packed))
        .isInstanceOf(MalformedStream.class)
        .hasMessageContaining("memory");
  }

  @ParameterizedTest
  @EnumSource(ZstdDecoder.class)
  void zstd_with_a_large_window_is_refused_before_the_window_is_made(ZstdDecoder decoder)
      throws IOException {
    byte[] packed = pack("zstd --long=30 --no-check", CONTENT);
    assertThatThrownBy(() -> unpack(packed, InflationLimits.GENEROUS, decoder))
        .isInstanceOf(MalformedStream.class)
        .hasMessageContaining("a window of 1073741824 bytes, at most 134217728");

    byte[] small = pack("zstd --zstd=wlog=20", CONTENT);
    InflationLimits least = new InflationLimits(1 << 20, 10, 1 << 20, 1 << 20);
    assertThat(unpack(small, least, decoder)).isEqualTo(CONTENT);
    byte[] larger = pack("zstd --zstd=wlog=21", CONTENT);
    assertThatThrownBy(() -> unpack(larger, least, decoder)).hasMessageContaining("a window of");
  }
}
