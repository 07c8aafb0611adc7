package dev.kaniko.domain.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaniko.domain.corpus.Corpus;
import dev.kaniko.domain.corpus.Visible;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Feeds the parser, the expansion and the checks with Dockerfiles of the corpus that were cut,
 * joined and damaged. For some seconds, or as long as {@code -Dkaniko.fuzz.seconds=} says; {@code
 * -Dkaniko.fuzz.seed=} repeats a run.
 */
class FuzzTest {
  private static final Duration SLOWEST = Duration.ofSeconds(1);

  private static final List<String> PIECES =
      List.of(
          "\\\n",
          "`\n",
          "\n\n",
          "\r\n",
          "<<EOF",
          "<<-'E F'",
          "\nEOF\n",
          "${",
          "}",
          "$",
          ":-",
          ":+",
          "//",
          "##",
          "%%",
          "\"",
          "'",
          "[\"",
          "\"]",
          "=",
          ",",
          "#",
          "# escape=`\n",
          "# check=skip=all;error=true\n",
          "--",
          "--mount=type=cache,",
          "--from=",
          "FROM ",
          " AS ",
          "ONBUILD ",
          "RUN ",
          "COPY ",
          "ENV ",
          "\0",
          "\u00a0",
          "é",
          "😀",
          "\ud83d",
          "99999999999",
          "0",
          "-1",
          "/",
          "..",
          "*",
          "?",
          "[",
          "!",
          "\t",
          "$A",
          "${A:-${B:-$C}}",
          "\ufeff");

  private final List<byte[]> seeds = seeds();
  private long refused;
  private long accepted;

  private static List<byte[]> seeds() {
    return Stream.of(
            "accepted/lines",
            "accepted/directives",
            "accepted/words",
            "accepted/files",
            "accepted/run",
            "accepted/config",
            "accepted/heredocs",
            "accepted/stages",
            "refused/lines",
            "refused/flags",
            "refused/instructions",
            "refused/stages",
            "refused/mistakes",
            "expanded/instructions")
        .flatMap(name -> Corpus.cases("dockerfiles/" + name + ".txt").stream())
        .map(it -> Visible.bytes(it.input()))
        .toList();
  }

  @Test
  void damaged_dockerfiles_are_read_or_refused_and_neither_takes_a_second() {
    long seconds = Long.getLong("kaniko.fuzz.seconds", 3);
    long seed = Long.getLong("kaniko.fuzz.seed", System.nanoTime());
    Random random = new Random(seed);
    long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
    long inputs = 0;
    Duration slowest = Duration.ZERO;
    while (System.nanoTime() < end) {
      byte[] input = damaged(random);
      long start = processorTime();
      try {
        if (DockerfileFuzzTarget.read(input)) {
          accepted++;
        } else {
          refused++;
        }
      } catch (RuntimeException | StackOverflowError e) {
        throw new AssertionError(
            "seed " + seed + ", input " + inputs + ": " + HexFormat.of().formatHex(input), e);
      }
      Duration took = Duration.ofNanos(processorTime() - start);
      slowest = took.compareTo(slowest) > 0 ? took : slowest;
      assertThat(took)
          .as("seed %d, input %d: %s", seed, inputs, HexFormat.of().formatHex(input))
          .isLessThan(SLOWEST);
      inputs++;
    }
    System.out.printf(
        "%d inputs in %d s, seed %d: %d accepted, %d refused, the slowest took %d ms%n",
        inputs, seconds, seed, accepted, refused, slowest.toMillis());
    // Otherwise only one half of the program was looked at.
    assertThat(accepted).isGreaterThan(inputs / 100);
    assertThat(refused).isGreaterThan(inputs / 100);
  }

  /** Of this thread: others may be busy on the machine. */
  private static long processorTime() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private byte[] damaged(Random random) {
    List<byte[]> parts = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      parts.add(seed(random));
    }
    byte[] input = joined(parts);
    for (int i = random.nextInt(6); i > 0; i--) {
      input = mutated(input, random);
    }
    return input;
  }

  private byte[] seed(Random random) {
    return seeds.get(random.nextInt(seeds.size()));
  }

  private byte[] mutated(byte[] input, Random random) {
    int start = random.nextInt(input.length + 1);
    int end = Math.min(input.length, start + random.nextInt(12));
    byte[] before = part(input, 0, start);
    byte[] behind = part(input, end, input.length);
    return switch (random.nextInt(7)) {
      case 0 -> joined(List.of(before, behind));
      case 1 -> joined(List.of(before, piece(random), part(input, start, input.length)));
      case 2 -> joined(List.of(before, piece(random), behind));
      case 3 -> joined(List.of(before, repeated(part(input, start, end), random), behind));
      case 4 -> joined(List.of(before, new byte[] {(byte) random.nextInt(256)}, behind));
      case 5 -> joined(List.of(before, repeated(piece(random), random), behind));
      default -> joined(List.of(before, seed(random), behind));
    };
  }

  private static byte[] piece(Random random) {
    return PIECES.get(random.nextInt(PIECES.size())).getBytes(StandardCharsets.UTF_8);
  }

  /** Mostly a few times, and now and then so often that what is quadratic is felt. */
  private static byte[] repeated(byte[] text, Random random) {
    int times = random.nextInt(400) == 0 ? 20_000 : random.nextInt(40);
    return joined(Collections.nCopies(times, text));
  }

  private static byte[] part(byte[] input, int start, int end) {
    return Arrays.copyOfRange(input, start, Math.max(start, end));
  }

  private static byte[] joined(List<byte[]> parts) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    parts.forEach(joined::writeBytes);
    return joined.toByteArray();
  }
}
