package dev.kaniko.domain.dockerfile.expansion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaniko.domain.corpus.Corpus;
import dev.kaniko.domain.corpus.Visible;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class GlobPatternTest {
  /** The results were made with Go's regexp, which BuildKit translates these patterns to. */
  @TestFactory
  Stream<DynamicTest> patterns_give_what_go_gives() {
    return Corpus.table("tables/globs.txt").stream()
        .map(
            row ->
                DynamicTest.dynamicTest(
                    String.join(" ", row),
                    () ->
                        assertThat(
                                result(
                                    row.get(0),
                                    Visible.text(row.get(1)),
                                    Visible.text(row.get(2)),
                                    Visible.text(row.get(3))))
                            .isEqualTo(Visible.text(row.get(4)))));
  }

  private static String result(String operator, String pattern, String text, String replacement) {
    GlobPattern glob = GlobPattern.parse(pattern);
    return switch (operator) {
      case "#" -> glob.withoutPrefix(text, false);
      case "##" -> glob.withoutPrefix(text, true);
      case "%" -> glob.withoutSuffix(text, false);
      case "%%" -> glob.withoutSuffix(text, true);
      case "/" -> glob.replaceFirst(text, replacement);
      default -> glob.replaceAll(text, replacement, 1000);
    };
  }

  /** The model tries every prefix with a matcher that is too simple to be wrong. */
  @Test
  void prefixes_are_those_that_a_naive_matcher_finds() {
    Random random = new Random(4711);
    for (int i = 0; i < 20_000; i++) {
      String pattern = random(random, "ab*?", 6);
      String text = random(random, "aab", 9);
      GlobPattern glob = GlobPattern.parse(pattern);

      assertThat(glob.withoutPrefix(text, false))
          .as("%s in %s", pattern, text)
          .isEqualTo(text.substring(prefix(pattern, text, false)));
      assertThat(glob.withoutPrefix(text, true))
          .as("%s in %s", pattern, text)
          .isEqualTo(text.substring(prefix(pattern, text, true)));
    }
  }

  private static int prefix(String pattern, String text, boolean longest) {
    int found = 0;
    for (int end = text.length(); end >= 0; end--) {
      if (matches(pattern, text.substring(0, end))) {
        found = end;
        if (longest) {
          break;
        }
      }
    }
    return found;
  }

  private static boolean matches(String pattern, String text) {
    if (pattern.isEmpty()) {
      return text.isEmpty();
    }
    String rest = pattern.substring(1);
    if (pattern.charAt(0) == '*') {
      return matches(rest, text) || (!text.isEmpty() && matches(pattern, text.substring(1)));
    }
    boolean first =
        !text.isEmpty() && (pattern.charAt(0) == '?' || pattern.charAt(0) == text.charAt(0));
    return first && matches(rest, text.substring(1));
  }

  private static String random(Random random, String alphabet, int longest) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(longest); i > 0; i--) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }
}
