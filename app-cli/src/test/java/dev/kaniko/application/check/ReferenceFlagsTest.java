package dev.kaniko.application.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaniko.domain.check.CheckResult;
import dev.kaniko.domain.image.Platform;
import dev.kaniko.domain.source.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every flag and option that the reference of the Dockerfile language has, as {@code
 * language/flags.txt} lists them: none is accepted and ignored.
 */
class ReferenceFlagsTest {
  private static final int LINE = 4;
  private static final Path SOURCES =
      Path.of(System.getProperty("basedir", "."), "src/test").toAbsolutePath();

  /**
   * @param words of the test that uses it; empty when it is refused
   * @param place the test's name, or a part of the message
   */
  private record Listed(String instruction, Optional<String> words, String place) {

    static Listed of(String line) {
      String[] parts = line.split(" \\| ");
      return new Listed(
          parts[0], Optional.of(parts[1]).filter(words -> !words.equals("refused")), parts[2]);
    }
  }

  @TestFactory
  Stream<DynamicTest> a_flag_is_taken_and_tested_or_refused_with_its_line() {
    return listed().map(it -> DynamicTest.dynamicTest(it.instruction(), () -> check(it)));
  }

  @Test
  void every_flag_of_an_instruction_is_refused_when_it_is_misspelt() {
    listed()
        .filter(it -> it.words().isPresent() && it.instruction().contains(" --"))
        .map(it -> it.instruction().replaceFirst(" --", " --x-"))
        .forEach(
            instruction ->
                assertThat(problems(instruction))
                    .as(instruction)
                    .anySatisfy(it -> assertThat(it.message()).startsWith("unknown flag: --x-")));
  }

  private static void check(Listed listed) {
    List<Problem> problems = problems(listed.instruction());
    if (listed.words().isEmpty()) {
      assertThat(problems)
          .extracting(Problem::toString)
          .anyMatch(it -> it.contains(listed.place()));
      assertThat(problems)
          .allSatisfy(it -> assertThat(it.position().orElseThrow().firstLine()).isEqualTo(LINE));
    } else {
      assertThat(problems).isEmpty();
      assertThat(textOf(listed.place())).contains(listed.words().get());
    }
  }

  /** What {@code executor check} finds, in a file that has a stage before and one behind. */
  private static List<Problem> problems(String instruction) {
    String target = instruction.startsWith("FROM") ? "again" : "here";
    String text =
        """
        ARG OTHER=other
        FROM scratch AS other
        FROM scratch AS here
        %s
        FROM scratch AS later
        COPY file /
        """
            .formatted(instruction);
    CheckRequest request =
        new CheckRequest(
            Map.of(),
            Optional.of(target),
            false,
            Platform.host(),
            Map.of(),
            Optional.empty(),
            false);
    try {
      CheckResult result =
          new CheckDockerfile(request, Optional.empty(), true)
              .check("Dockerfile", text.getBytes(StandardCharsets.UTF_8));
      return result.problems();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Of a case's Dockerfile, or of the class that has the method. */
  private static String textOf(String test) {
    int dot = test.indexOf('.');
    try {
      if (dot < 0) {
        return Files.readString(SOURCES.resolve("corpus").resolve(test).resolve("Dockerfile"));
      }
      try (Stream<Path> files = Files.walk(SOURCES.resolve("java"))) {
        Path file =
            files
                .filter(it -> it.endsWith(test.substring(0, dot) + ".java"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no class has " + test));
        String text = Files.readString(file);
        assertThat(text).contains("void " + test.substring(dot + 1) + "(");
        return text;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Listed> listed() {
    try (InputStream list = ReferenceFlagsTest.class.getResourceAsStream("/language/flags.txt")) {
      return new String(list.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(Listed::of);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
