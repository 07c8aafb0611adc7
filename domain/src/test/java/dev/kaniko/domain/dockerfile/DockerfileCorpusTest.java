package dev.kaniko.domain.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaniko.domain.corpus.Corpus;
import dev.kaniko.domain.corpus.Visible;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The language, case by case: what is accepted and how it is understood, and what is refused. */
class DockerfileCorpusTest {
  private static final List<String> ACCEPTED =
      List.of("lines", "directives", "words", "files", "run", "config", "heredocs", "stages");

  private static final List<String> REFUSED =
      List.of("lines", "flags", "instructions", "stages", "mistakes");

  @TestFactory
  Stream<DynamicTest> accepted_dockerfiles_are_understood() {
    return tests("accepted", ACCEPTED);
  }

  @TestFactory
  Stream<DynamicTest> refused_dockerfiles_say_where_and_why() {
    return tests("refused", REFUSED);
  }

  @TestFactory
  Stream<DynamicTest> expanded_instructions_are_what_they_mean() {
    Map<String, String> variables =
        Map.of("A", "apple", "E", "", "S", "a  b", "PORTS", "80 81/udp", "N", "1", "Q", "x,\"y");
    return Corpus.cases("dockerfiles/expanded/instructions.txt").stream()
        .map(
            c ->
                DynamicTest.dynamicTest(
                    c.name(),
                    () ->
                        assertThat(
                                DockerfileText.expandedOutcome(
                                    c.input(), name -> Optional.ofNullable(variables.get(name))))
                            .isEqualTo(c.expected())));
  }

  @Test
  void the_corpus_has_not_shrunk() {
    assertThat(tests("accepted", ACCEPTED).count()).isGreaterThan(100);
    assertThat(tests("refused", REFUSED).count()).isGreaterThan(80);
  }

  private static Stream<DynamicTest> tests(String folder, List<String> names) {
    return names.stream()
        .flatMap(
            name ->
                Corpus.cases("dockerfiles/" + folder + "/" + name + ".txt").stream()
                    .map(c -> DynamicTest.dynamicTest(name + ": " + c.name(), () -> check(c))));
  }

  private static void check(Corpus.Case c) {
    assertThat(DockerfileText.outcome(Visible.bytes(withoutLastNewline(c.input()))))
        .isEqualTo(c.expected());
  }

  /** A case whose text ends in this sign ends without a line feed. */
  private static String withoutLastNewline(String input) {
    return input.endsWith("␄\n") ? input.substring(0, input.length() - 2) : input;
  }
}
