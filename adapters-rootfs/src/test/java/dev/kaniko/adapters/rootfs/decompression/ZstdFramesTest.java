package dev.kaniko.adapters.rootfs.decompression;

import static dev.kaniko.adapters.rootfs.decompression.DecompressedStreamTest.joined;
import static dev.kaniko.adapters.rootfs.decompression.DecompressedStreamTest.pack;
import static dev.kaniko.adapters.rootfs.decompression.DecompressedStreamTest.unpack;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ZstdFramesTest {
  private static final byte[] CONTENT = DecompressedStreamTest.content(400_000);

  private static byte[] skippable(int kind, int size) {
    byte[] frame = new byte[8 + size];
    frame[0] = (byte) (0x50 | kind);
    frame[1] = 0x2a;
    frame[2] = 0x4d;
    frame[3] = 0x18;
    frame[4] = (byte) size;
    frame[5] = (byte) (size >> 8);
    frame[6] = (byte) (size >> 16);
    return frame;
  }

  private static byte[] decoded(byte[] packed, ZstdDecoder decoder) throws IOException {
    return unpack(packed, InflationLimits.GENEROUS, decoder);
  }

  @ParameterizedTest
  @EnumSource(ZstdDecoder.class)
  void skippable_frames_are_left_out_wherever_they_are(ZstdDecoder decoder) throws IOException {
    byte[] frame = pack("zstd", CONTENT);
    byte[] packed =
        joined(
            skippable(0, 100_000),
            frame,
            skippable(15, 0),
            skippable(7, 3),
            frame,
            skippable(1, 9));
    assertThat(decoded(packed, decoder)).isEqualTo(joined(CONTENT, CONTENT));
    assertThat(decoded(joined(skippable(2, 4), skippable(3, 0)), decoder)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "zstd -1, NATIVE",
    "zstd -1, JAVA",
    "zstd -19, NATIVE",
    "zstd -19, JAVA",
    "zstd --no-check, NATIVE",
    "zstd --no-check, JAVA",
    "zstd --no-content-size, NATIVE",
    "zstd --no-content-size, JAVA",
    "zstd --stream-size=400000, NATIVE",
    "zstd --stream-size=400000, JAVA"
  })
  void frames_of_every_form_pass_through_unchanged(String tool, ZstdDecoder decoder)
      throws IOException {
    byte[] packed = pack(tool, CONTENT);
    try (ZstdFrames frames = new ZstdFrames(new ByteArrayInputStream(packed), 1 << 27)) {
      assertThat(frames.hasFrame()).isTrue();
      assertThat(frames.readAllBytes()).isEqualTo(packed);
    }
    assertThat(decoded(packed, decoder)).isEqualTo(CONTENT);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 200, 255, 256, 257, 65_791, 65_792})
  void the_size_of_the_content_is_told_in_one_two_four_or_eight_bytes(int size) throws IOException {
    byte[] content = Arrays.copyOf(CONTENT, size);
    byte[] packed = pack("zstd --stream-size=" + size, content);
    for (ZstdDecoder decoder : ZstdDecoder.values()) {
      assertThat(decoded(packed, decoder)).isEqualTo(content);
    }
  }

  @ParameterizedTest
  @EnumSource(ZstdDecoder.class)
  void something_else_after_the_last_frame_is_an_error(ZstdDecoder decoder) {
    byte[] frame = pack("zstd", CONTENT);
    for (byte[] rest : new byte[][] {{0}, new byte[100], {0x28, (byte) 0xb5, 0x2f}}) {
      assertThatThrownBy(() -> decoded(joined(frame, rest), decoder))
          .isInstanceOf(MalformedStream.class);
    }
  }

  @ParameterizedTest
  @EnumSource(ZstdDecoder.class)
  void a_skippable_frame_that_is_cut_off_is_an_error(ZstdDecoder decoder) {
    byte[] frame = pack("zstd", CONTENT);
    byte[] skippable = skippable(0, 100);
    for (int length : new int[] {4, 7, 8, 107}) {
      byte[] packed = joined(frame, Arrays.copyOf(skippable, length));
      assertThatThrownBy(() -> decoded(packed, decoder))
          .isInstanceOf(MalformedStream.class)
          .hasMessageContaining("cut off");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          28b52ffd 08 00             | unknown flags
          28b52ffd 01 00 07          | dictionary
          28b52ffd 03 00 00000001    | dictionary
          28b52ffd 00 ff             | a window of
          28b52ffd e0 ffffffffffffffff | a window of
          28b52ffd e0 0000000001000000 | a window of
          28b52ffd 00 00 070000      | unknown type
          28b52ffd 00 00 0100ff      | a block of
          28b52ffd 00 00             | cut off
          28b52ffd 00 00 09          | cut off
          28b52ffd 00 00 090000      | cut off
          28b52ffd e0 00             | cut off
          """)
  void headers_that_no_decoder_should_see_are_errors(String hex, String message) {
    byte[] packed = HexFormat.of().parseHex(hex.replace(" ", ""));
    for (ZstdDecoder decoder : ZstdDecoder.values()) {
      assertThatThrownBy(() -> decoded(packed, decoder))
          .isInstanceOf(MalformedStream.class)
          .hasMessageContaining(message);
    }
  }
}
