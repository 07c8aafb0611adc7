package dev.kaniko.domain.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.kaniko.domain.corpus.Corpus;
import dev.kaniko.domain.corpus.Visible;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class GoPatternTest {
  @TestFactory
  Stream<DynamicTest> names_match_as_they_do_in_go() {
    return Corpus.table("tables/filepath-match.txt").stream()
        .map(
            row ->
                DynamicTest.dynamicTest(
                    String.join(" ", row),
                    () -> {
                      String pattern = Visible.byteChars(row.get(0));
                      String name = Visible.byteChars(row.get(1));
                      assertThat(outcome(pattern, name)).isEqualTo(row.get(2));
                    }));
  }

  private static String outcome(String pattern, String name) {
    try {
      return Boolean.toString(GoPattern.parse(pattern).matches(name));
    } catch (IllegalArgumentException _) {
      return "bad";
    }
  }

  @Test
  void a_malformed_pattern_is_refused_before_any_name_is_seen() {
    for (String malformed :
        List.of("[", "a[", "[]", "[]a]", "[a-]", "[-a]", "[a", "a\\", "[\\", "[\u00ff]")) {
      assertThatThrownBy(() -> GoPattern.parse(malformed))
          .as(malformed)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("syntax error in pattern");
    }
  }

  @Test
  void an_escaped_wildcard_is_none() {
    assertThat(List.of("*", "a?", "[a]", "\\\\*")).allMatch(GoPattern::hasWildcards);
    assertThat(List.of("", "a", "\\*", "a\\?", "\\[a]", "a]", "\\"))
        .noneMatch(GoPattern::hasWildcards);
  }

  @Test
  void hostile_patterns_end() {
    String name = "a".repeat(4096);

    assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> {
          assertThat(GoPattern.parse("*a".repeat(30_000) + "b").matches(name)).isFalse();
          assertThat(GoPattern.parse("*a".repeat(4000) + "*b").matches(name)).isFalse();
          assertThat(GoPattern.parse("*" + "?".repeat(2000) + "b").matches(name)).isFalse();
          assertThat(GoPattern.parse("*".repeat(60_000)).matches(name)).isTrue();
        });
    assertThatThrownBy(() -> GoPattern.parse("[".repeat(60_000)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
