package dev.kaniko.domain.dockerfile.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaniko.domain.corpus.Corpus;
import dev.kaniko.domain.corpus.Visible;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class JsonArrayTest {
  @TestFactory
  Stream<DynamicTest> arrays_are_those_that_go_reads() {
    return Corpus.table("tables/json-arrays.txt").stream()
        .map(
            row ->
                DynamicTest.dynamicTest(
                    row.getFirst(),
                    () ->
                        assertThat(outcome(Visible.text(row.getFirst())))
                            .isEqualTo(Visible.text(row.get(1)))));
  }

  private static String outcome(String text) {
    return switch (JsonArray.read(text)) {
      case JsonArray.None() -> "none";
      case JsonArray.Mixed() -> "mixed";
      case JsonArray.Strings(List<String> strings) ->
          strings.stream().map(s -> "[" + s + "]").collect(Collectors.joining());
    };
  }

  @Test
  void a_line_of_brackets_does_not_overflow_the_stack() {
    assertThat(JsonArray.read("[".repeat(9_000) + "]".repeat(9_000)))
        .isEqualTo(new JsonArray.Mixed());
    assertThat(JsonArray.read("[".repeat(30_000) + "]".repeat(30_000)))
        .isEqualTo(new JsonArray.None());
    assertThat(JsonArray.read("[".repeat(60_000))).isEqualTo(new JsonArray.None());
  }

  @Test
  void every_control_character_must_be_escaped() {
    for (char c = 0; c < ' '; c++) {
      assertThat(JsonArray.read("[\"" + c + "\"]")).isEqualTo(new JsonArray.None());
      assertThat(JsonArray.read("[\"\\u00%02x\"]".formatted((int) c)))
          .isEqualTo(new JsonArray.Strings(List.of(Character.toString(c))));
    }
  }
}
