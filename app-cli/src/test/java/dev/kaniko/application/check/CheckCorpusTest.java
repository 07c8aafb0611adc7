package dev.kaniko.application.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaniko.domain.check.CheckResult;
import dev.kaniko.domain.check.CheckRule;
import dev.kaniko.domain.image.Platform;
import dev.kaniko.domain.pattern.IgnorePatterns;
import dev.kaniko.domain.source.SourcePosition;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The build checks, case by case. A case of {@code checks/*.txt} is a Dockerfile, the line {@code
 * ---}, and what is found in it. Lines {@code !arg}, {@code !target}, {@code !ignore}, {@code
 * !last} and {@code !offline} before the Dockerfile say how it is checked.
 */
class CheckCorpusTest {
  private static final List<String> FILES =
      List.of("lines", "stages", "bases", "instructions", "options", "mistakes");

  private record Case(String file, String name, String input, List<String> expected) {}

  @TestFactory
  Stream<DynamicTest> what_is_found_in_a_dockerfile_is_told_with_its_lines() {
    return cases()
        .map(
            it ->
                DynamicTest.dynamicTest(
                    it.file() + ": " + it.name(),
                    () -> assertThat(found(it.input())).isEqualTo(it.expected())));
  }

  @Test
  void every_rule_has_a_case_that_violates_it_and_one_beside_it_that_does_not() {
    Set<String> violated =
        cases()
            .flatMap(it -> it.expected().stream())
            .map(line -> line.split(" ", 2)[0])
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> clean =
        cases()
            .filter(it -> it.expected().isEmpty())
            .map(it -> it.name().split(" ", 2)[0])
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> rules =
        Arrays.stream(CheckRule.values())
            .map(CheckRule::ruleName)
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(rules).hasSize(22);
    assertThat(violated).containsAll(rules);
    assertThat(clean).containsAll(rules);
  }

  private static Stream<Case> cases() {
    return FILES.stream().flatMap(file -> cases(file).stream());
  }

  private static List<Case> cases(String file) {
    List<Case> cases = new ArrayList<>();
    for (String section : ("\n" + read(file)).split("\n=== ")) {
      if (!section.isBlank()) {
        int nameEnd = section.indexOf('\n');
        int separator = section.indexOf("\n---", nameEnd);
        List<String> expected = section.substring(separator + 4).strip().lines().toList();
        cases.add(
            new Case(
                file,
                section.substring(0, nameEnd),
                section.substring(nameEnd + 1, separator + 1),
                expected));
      }
    }
    return cases;
  }

  private static String read(String file) {
    try (InputStream stream =
        CheckCorpusTest.class.getResourceAsStream("/checks/" + file + ".txt")) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> found(String input) throws InterruptedException {
    Map<String, String> arguments = new TreeMap<>();
    List<String> ignored = new ArrayList<>();
    Optional<String> target = Optional.empty();
    boolean all = true;
    boolean offline = false;
    String text = input;
    while (text.startsWith("!")) {
      String[] words = text.substring(1, text.indexOf('\n')).split(" ", 2);
      switch (words[0]) {
        case "arg" -> arguments.put(words[1].split("=", 2)[0], words[1].split("=", 2)[1]);
        case "ignore" -> ignored.add(words[1]);
        case "target" -> target = Optional.of(words[1]);
        case "last" -> all = false;
        case "offline" -> offline = true;
        default -> throw new IllegalStateException(words[0]);
      }
      text = text.substring(text.indexOf('\n') + 1);
    }
    Optional<IgnorePatterns> patterns =
        ignored.isEmpty()
            ? Optional.empty()
            : Optional.of(
                IgnorePatterns.parse(
                    ".dockerignore", String.join("\n", ignored).getBytes(StandardCharsets.UTF_8)));
    CheckRequest request =
        new CheckRequest(
            arguments, target, all, Platform.parse("linux/amd64"), Map.of(), patterns, false);
    return shown(
        new CheckDockerfile(
                request, offline ? Optional.empty() : Optional.of(SomeImages::resolve), true)
            .check("Dockerfile", text.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<String> shown(CheckResult result) {
    List<String> lines = new ArrayList<>();
    result
        .violations()
        .forEach(
            it ->
                lines.add(it.rule().ruleName() + " " + lines(it.position()) + ": " + it.detail()));
    result
        .problems()
        .forEach(
            it ->
                lines.add(
                    "error "
                        + it.position().map(CheckCorpusTest::lines).orElse("-")
                        + ": "
                        + it.message()
                        + it.hint().map(hint -> " (" + hint + ")").orElse("")));
    return lines;
  }

  private static String lines(SourcePosition position) {
    return position.firstLine() == position.lastLine()
        ? String.valueOf(position.firstLine())
        : position.firstLine() + "-" + position.lastLine();
  }
}
