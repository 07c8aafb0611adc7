package dev.kaniko.e2e.difference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptedDifferencesTest {
  private static final String TWO =
      """
      # a comment
      builder: ours|mine
      case: copy-.*
      difference: file /[a-z]+: missing
      reason: Because of this
        and that.

      builder: theirs
      case: .*
      difference: .*
      reason: All is new.
      """;

  @Test
  void a_difference_is_accepted_for_its_builder_its_cases_and_its_whole_line() {
    AcceptedDifferences accepted = AcceptedDifferences.of(TWO, "ours");
    assertThat(accepted.unaccepted("copy-a", List.of("file /abc: missing"))).isEmpty();
    assertThat(accepted.unaccepted("add-a", List.of("file /abc: missing"))).hasSize(1);
    assertThat(accepted.unaccepted("copy-a", List.of("file /abc: missing here"))).hasSize(1);
    assertThat(accepted.unaccepted("copy-a", List.of("a file /abc: missing"))).hasSize(1);
  }

  @Test
  void what_covered_nothing_is_told_with_its_reason() {
    AcceptedDifferences accepted = AcceptedDifferences.of(TWO, "ours");
    assertThat(accepted.unmet()).singleElement().asString().contains("Because of this and that.");
    assertThat(accepted.unaccepted("copy-a", List.of("file /abc: missing"))).isEmpty();
    assertThat(accepted.unmet()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "builder: a\ncase: .*\ndifference: .*",
        "builder: a\ncase: .*\ndifference: .*\nreason: x\nnote: y",
        "builder: a\ncase: .*\ndifference: .*\nreason: x\nreason: y",
        "builder: a\ncase: .*\ndifference: (\nreason: x",
        "builder a"
      })
  void a_block_that_is_not_whole_is_refused(String block) {
    assertThatThrownBy(() -> AcceptedDifferences.of(block, "a"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void an_empty_list_accepts_nothing() {
    AcceptedDifferences accepted = AcceptedDifferences.of("\n# nothing yet\n", "ours");
    assertThat(accepted.unaccepted("a", List.of("x"))).containsExactly("x");
    assertThat(accepted.unmet()).isEmpty();
  }
}
