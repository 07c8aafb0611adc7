package dev.kaniko.adapters.rootfs.compression;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaniko.adapters.rootfs.linux.ThisProcess;
import dev.kaniko.adapters.rootfs.tar.Tool;
import dev.kaniko.domain.image.Compression;
import dev.kaniko.ports.failure.UserMistakes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(120)
class CompressionWorkersTest {
  private static final Path HERE = Path.of(".");
  private static final int MEBIBYTE = 1 << 20;

  record Packing(CompressionEngine engine, Compression compression) {
    String tool() {
      return switch (compression) {
        case GZIP -> "gzip";
        case ZSTD -> "zstd";
        case NONE -> throw new AssertionError("nothing to check");
      };
    }
  }

  static final List<Packing> PACKINGS =
      List.of(
          new Packing(CompressionEngine.NATIVE, Compression.GZIP),
          new Packing(CompressionEngine.JAVA, Compression.GZIP),
          new Packing(CompressionEngine.NATIVE, Compression.ZSTD),
          new Packing(CompressionEngine.JAVA, Compression.ZSTD));

  static Stream<Arguments> packingsAndSizes() {
    int[] sizes = {
      0,
      1,
      1000,
      MEBIBYTE - 1,
      MEBIBYTE,
      MEBIBYTE + 1,
      2 * MEBIBYTE,
      2 * MEBIBYTE + 1,
      7 * MEBIBYTE + 12_345
    };
    return PACKINGS.stream()
        .flatMap(packing -> Arrays.stream(sizes).mapToObj(size -> Arguments.of(packing, size)));
  }

  /** Text, noise, zeros and half-compressible pieces, each of a block's size or so. */
  private static byte[] content(int size) {
    byte[] content = new byte[size];
    Random random = new Random(size);
    random.nextBytes(content);
    for (int i = 0; i < size; i++) {
      switch (i / 700_000 % 4) {
        case 0 -> content[i] = (byte) ("the quick brown fox " + i / 100).charAt(i % 20);
        case 1 -> content[i] = 0;
        case 2 -> content[i] = (byte) (content[i] & 0x3f);
        default -> {}
      }
    }
    return content;
  }

  private static byte[] pack(Packing packing, int threads, byte[] content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (CompressionWorkers workers = new CompressionWorkers(threads, packing.engine());
        PackedOutput packed = workers.open(out, packing.compression(), Optional.empty())) {
      // In pieces that fit no block.
      for (int i = 0; i < content.length; i += 77_777) {
        packed.write(content, i, Math.min(77_777, content.length - i));
      }
      packed.finish();
    }
    return out.toByteArray();
  }

  @ParameterizedTest
  @MethodSource("packingsAndSizes")
  void the_tools_test_and_unpack_what_we_have_packed(Packing packing, int size) throws IOException {
    byte[] content = content(size);
    byte[] packed = pack(packing, 2, content);
    String tool = packing.tool();
    assertThat(Tool.output(HERE, tool + " -tq; echo good", packed)).asString().isEqualTo("good\n");
    assertThat(Tool.output(HERE, tool + " -dc", packed)).isEqualTo(content);
  }

  @ParameterizedTest
  @FieldSource("PACKINGS")
  void the_bytes_do_not_depend_on_the_number_of_threads(Packing packing) throws IOException {
    byte[] content = content(9 * MEBIBYTE + 1);
    byte[] one = pack(packing, 1, content);
    assertThat(pack(packing, 4, content)).isEqualTo(one);
    assertThat(pack(packing, 4, content)).isEqualTo(one);
  }

  @ParameterizedTest
  @FieldSource("PACKINGS")
  void noise_hardly_grows_and_text_shrinks(Packing packing) throws IOException {
    byte[] noise = new byte[5 * MEBIBYTE];
    new Random(1).nextBytes(noise);
    assertThat(pack(packing, 2, noise).length).isLessThan(noise.length + noise.length / 2000);
    byte[] text =
        "the quick brown fox jumps over the lazy dog\n".repeat(100_000).getBytes(US_ASCII);
    assertThat(pack(packing, 2, text).length).isLessThan(text.length / 50);
  }

  @Test
  void a_block_that_only_begins_with_noise_is_packed() throws IOException {
    byte[] mixed = new byte[MEBIBYTE];
    new Random(1).nextBytes(mixed);
    Arrays.fill(mixed, MEBIBYTE / 2, MEBIBYTE, (byte) 'x');
    for (Packing packing : PACKINGS) {
      assertThat(pack(packing, 1, mixed).length).isLessThan(MEBIBYTE / 2 + 10_000);
    }
  }

  @Test
  void gzip_of_the_jdk_is_not_larger_than_gzip_itself() throws IOException {
    byte[] content = content(6 * MEBIBYTE);
    byte[] ours = pack(new Packing(CompressionEngine.JAVA, Compression.GZIP), 2, content);
    byte[] gzip = Tool.output(HERE, "gzip -c -6", content);
    assertThat(ours.length).isLessThan(gzip.length + gzip.length / 100);
  }

  @Test
  void a_gzip_header_tells_nothing_of_the_machine_or_the_time() throws IOException {
    for (CompressionEngine engine : CompressionEngine.values()) {
      assertThat(pack(new Packing(engine, Compression.GZIP), 1, new byte[10]))
          .startsWith(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff);
    }
  }

  @Test
  void small_streams_are_packed_the_same_by_every_engine_and_need_no_library() throws IOException {
    byte[] small = content(SmallFirstOutput.SMALL);
    AtomicInteger asked = new AtomicInteger();
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (CompressionWorkers workers =
            new CompressionWorkers(
                1,
                () -> {
                  asked.incrementAndGet();
                  return CompressionEngine.NATIVE;
                });
        PackedOutput output = workers.open(packed, Compression.GZIP, Optional.empty())) {
      for (byte one : small) {
        output.write(one);
      }
      output.finish();
    }
    assertThat(asked).hasValue(0);
    assertThat(packed.toByteArray())
        .isEqualTo(pack(new Packing(CompressionEngine.JAVA, Compression.GZIP), 2, small));
    byte[] larger = content(SmallFirstOutput.SMALL + 1);
    assertThat(pack(new Packing(CompressionEngine.NATIVE, Compression.GZIP), 1, larger))
        .isNotEqualTo(pack(new Packing(CompressionEngine.JAVA, Compression.GZIP), 1, larger));
  }

  @Test
  void not_packed_it_is_what_it_was() throws IOException {
    byte[] content = content(3_000_000);
    for (CompressionEngine engine : CompressionEngine.values()) {
      assertThat(pack(new Packing(engine, Compression.NONE), 2, content)).isEqualTo(content);
    }
  }

  @ParameterizedTest
  @FieldSource("PACKINGS")
  void bytes_can_be_written_one_by_one(Packing packing) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (CompressionWorkers workers = new CompressionWorkers(1, packing.engine());
        PackedOutput packed = workers.open(out, packing.compression(), Optional.empty())) {
      for (char c : "one by one".toCharArray()) {
        packed.write(c);
      }
      packed.finish();
    }
    assertThat(Tool.output(HERE, packing.tool() + " -dc", out.toByteArray()))
        .asString()
        .isEqualTo("one by one");
  }

  @Test
  void levels_make_a_difference_and_wrong_ones_are_refused() throws IOException {
    byte[] content = content(MEBIBYTE);
    try (CompressionWorkers workers = new CompressionWorkers(2, CompressionEngine.NATIVE)) {
      assertThat(size(workers, Compression.GZIP, 9, content))
          .isLessThan(size(workers, Compression.GZIP, 1, content));
      assertThat(size(workers, Compression.ZSTD, 19, content))
          .isLessThan(size(workers, Compression.ZSTD, 1, content));
      assertThat(size(workers, Compression.GZIP, 0, content)).isGreaterThan(content.length);
      refuses(workers, Compression.GZIP, -1, "there is no compression level -1 for gzip");
      refuses(workers, Compression.GZIP, 10, "give one from 0 to 9");
      refuses(workers, Compression.ZSTD, 0, "there is no compression level 0 for zstd");
      refuses(workers, Compression.ZSTD, 23, "give one from 1 to 22");
      refuses(workers, Compression.NONE, 1, "layers are not to be compressed");
    }
    try (CompressionWorkers workers = new CompressionWorkers(2, CompressionEngine.JAVA)) {
      assertThat(size(workers, Compression.GZIP, 9, content))
          .isLessThan(size(workers, Compression.GZIP, 1, content));
      refuses(workers, Compression.ZSTD, 19, "zstd without its native library");
      assertThat(size(workers, Compression.ZSTD, 3, content)).isLessThan(content.length);
    }
  }

  private static int size(
      CompressionWorkers workers, Compression compression, int level, byte[] content)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (PackedOutput packed = workers.open(out, compression, Optional.of(level))) {
      packed.write(content);
      packed.finish();
    }
    return out.size();
  }

  private static void refuses(
      CompressionWorkers workers, Compression compression, int level, String message) {
    assertThatThrownBy(
            () -> workers.open(OutputStream.nullOutputStream(), compression, Optional.of(level)))
        .isInstanceOf(UserMistakes.class)
        .hasMessageContaining(message);
  }

  @Test
  void the_engine_is_told_with_all_that_the_bytes_depend_on() {
    try (CompressionWorkers natives = new CompressionWorkers(1, CompressionEngine.NATIVE);
        CompressionWorkers java = new CompressionWorkers(8, CompressionEngine.JAVA)) {
      assertThat(natives.engine(Compression.GZIP, Optional.empty()))
          .matches(
              "libdeflate of aircompressor [0-9.]+, level 5, gzip members of 1048576 bytes, .*")
          .endsWith(
              "but up to 65536 bytes in all: " + java.engine(Compression.GZIP, Optional.empty()));
      assertThat(natives.engine(Compression.ZSTD, Optional.of(7)))
          .matches("libzstd of aircompressor [0-9.]+, level 7, frames of 2097152 bytes");
      assertThat(java.engine(Compression.GZIP, Optional.empty()))
          .startsWith("zlib of Java " + Runtime.version());
      assertThat(java.engine(Compression.ZSTD, Optional.empty())).startsWith("zstd in Java");
      assertThat(java.engine(Compression.NONE, Optional.empty())).isEqualTo("none");
    }
  }

  /** Fails after some bytes, as a full disk does. */
  private static final class FullDisk extends OutputStream {
    private long left;

    FullDisk(long left) {
      this.left = left;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[1], 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      left -= length;
      if (left < 0) {
        throw new IOException("No space left on device");
      }
    }
  }

  @ParameterizedTest
  @FieldSource("PACKINGS")
  void a_sink_that_fails_stops_the_writing(Packing packing) throws IOException {
    byte[] noise = new byte[MEBIBYTE];
    new Random(1).nextBytes(noise);
    try (CompressionWorkers workers = new CompressionWorkers(2, packing.engine())) {
      for (long room : new long[] {0, 5 * MEBIBYTE}) {
        try (PackedOutput packed =
            workers.open(new FullDisk(room), packing.compression(), Optional.empty())) {
          assertThatThrownBy(
                  () -> {
                    for (int i = 0; i < 100; i++) {
                      packed.write(noise);
                    }
                    packed.finish();
                  })
              .isInstanceOf(IOException.class)
              .hasMessageContaining("No space left on device");
        }
      }
      ByteArrayOutputStream next = new ByteArrayOutputStream();
      try (PackedOutput packed = workers.open(next, packing.compression(), Optional.empty())) {
        packed.write(noise);
        packed.finish();
      }
      assertThat(Tool.output(HERE, packing.tool() + " -dc", next.toByteArray())).isEqualTo(noise);
    }
  }

  @ParameterizedTest
  @FieldSource("PACKINGS")
  void a_stream_closed_before_its_end_is_cut_off(Packing packing) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (CompressionWorkers workers = new CompressionWorkers(2, packing.engine());
        PackedOutput packed = workers.open(out, packing.compression(), Optional.empty())) {
      packed.write(content(5 * MEBIBYTE + 10));
    }
    String check = packing.tool() + " -dc 2>/dev/null | wc -c || true";
    String unpacked = Tool.run(HERE, check, out.toByteArray()).strip();
    assertThat(Long.parseLong(unpacked)).isLessThan(5 * MEBIBYTE + 10);
  }

  @ParameterizedTest
  @FieldSource("PACKINGS")
  void a_slow_sink_holds_the_writer_up_after_a_fixed_number_of_blocks(Packing packing)
      throws Exception {
    CountDownLatch sinkReached = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    OutputStream slow =
        new OutputStream() {
          @Override
          public void write(int b) {
            sinkReached.countDown();
            awaitQuietly(goOn);
          }

          @Override
          public void write(byte[] bytes, int offset, int length) {
            write(0);
          }
        };
    AtomicLong written = new AtomicLong();
    try (CompressionWorkers workers = new CompressionWorkers(2, packing.engine());
        PackedOutput packed = workers.open(slow, packing.compression(), Optional.empty())) {
      Thread writer =
          Thread.ofPlatform()
              .start(
                  () -> {
                    byte[] piece = new byte[1000];
                    try {
                      for (int i = 0; i < 64_000; i++) {
                        packed.write(piece);
                        written.addAndGet(piece.length);
                      }
                      packed.finish();
                    } catch (IOException e) {
                      throw new UncheckedIOException(e);
                    }
                  });
      // Whatever is found wrong, the workers have to get away from the sink.
      try {
        assertThat(sinkReached.await(60, TimeUnit.SECONDS)).isTrue();
        for (int i = 0; writer.getState() != Thread.State.WAITING; i++) {
          assertThat(i).as("tenths of a second").isLessThan(600);
          Thread.sleep(100);
        }
        long blocks =
            written.get() / (packing.compression() == Compression.GZIP ? 1 : 2) / MEBIBYTE;
        assertThat(blocks).isBetween(3L, 4L);
      } finally {
        goOn.countDown();
        writer.join();
      }
    }
    assertThat(written.get()).isEqualTo(64_000_000);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void the_unpacked_libraries_are_not_left_in_the_folder_for_temporary_files() throws IOException {
    CompressionEngine.best();
    assertThat(ThisProcess.mappedFiles())
        .anySatisfy(
            file ->
                assertThat(file.toString()).matches(".*/(deflate|zstd)[0-9]+\\.tmp \\(deleted\\)"));
  }

  @Test
  void an_interrupted_writer_stops_and_leaves_no_thread_at_the_sink() throws Exception {
    try (CompressionWorkers workers = new CompressionWorkers(1, CompressionEngine.NATIVE)) {
      AtomicLong reached = new AtomicLong();
      OutputStream slow =
          new OutputStream() {
            @Override
            public void write(int b) {
              reached.incrementAndGet();
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
              try {
                Thread.sleep(200);
              } catch (InterruptedException e) {
                throw new IOException(e);
              }
              write(0);
            }
          };
      PackedOutput packed = workers.open(slow, Compression.GZIP, Optional.empty());
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> packed.write(new byte[20 * MEBIBYTE]))
          .isInstanceOf(InterruptedIOException.class);
      packed.close();
      assertThat(Thread.interrupted()).as("still interrupted").isTrue();
      long atClose = reached.get();
      Thread.sleep(300);
      assertThat(reached.get()).isEqualTo(atClose);
    }
  }
}
