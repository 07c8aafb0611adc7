package dev.kaniko.domain.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaniko.domain.filesystem.FilePath;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Ignore patterns against a model that is too simple to be wrong, and too slow to be used. */
class IgnorePatternsModelTest {
  private static final String[] COMPONENTS = {"a", "b", "ab", "*", "a*", "?", "*b", "**", "[a-b]b"};
  private static final String[] NAMES = {"a", "b", "ab", "bb", "c"};

  @Test
  void the_last_pattern_that_matches_the_path_or_a_parent_decides() {
    Random random = new Random(99);
    int excluded = 0;
    for (int i = 0; i < 20_000; i++) {
      List<String> lines = lines(random);
      String path = path(random);

      boolean actual = patterns(lines).excludes(FilePath.of(path));

      assertThat(actual).as("%s of %s", path, lines).isEqualTo(modelExcludes(lines, path));
      excluded += actual ? 1 : 0;
    }
    assertThat(excluded).isBetween(3_000, 17_000);
  }

  @Test
  void nothing_is_included_below_a_directory_that_was_given_up() {
    Random random = new Random(100);
    int givenUp = 0;
    for (int i = 0; i < 20_000; i++) {
      List<String> lines = lines(random);
      String directory = path(random);
      IgnorePatterns patterns = patterns(lines);
      if (!patterns.mayIncludeBelow(FilePath.of(directory))) {
        givenUp++;
        String below = directory + "/" + path(random);
        assertThat(patterns.excludes(FilePath.of(below))).as("%s of %s", below, lines).isTrue();
      }
    }
    assertThat(givenUp).isGreaterThan(2_000);
  }

  private static IgnorePatterns patterns(List<String> lines) {
    return IgnorePatterns.parse(
        "x", String.join("\n", lines).getBytes(StandardCharsets.ISO_8859_1));
  }

  private static boolean modelExcludes(List<String> lines, String path) {
    boolean excluded = false;
    for (String line : lines) {
      boolean includes = line.startsWith("!");
      List<String> pattern = List.of((includes ? line.substring(1) : line).split("/"));
      List<String> components = List.of(path.split("/"));
      for (int end = 1; end <= components.size(); end++) {
        if (matches(pattern, components.subList(0, end))) {
          excluded = !includes;
        }
      }
    }
    return excluded;
  }

  /** Component by component; two stars are any number of them, but at the end at least one. */
  private static boolean matches(List<String> pattern, List<String> path) {
    if (pattern.isEmpty()) {
      return path.isEmpty();
    }
    List<String> rest = pattern.subList(1, pattern.size());
    if (pattern.getFirst().equals("**")) {
      if (rest.isEmpty()) {
        return !path.isEmpty();
      }
      return matches(rest, path)
          || (!path.isEmpty() && matches(pattern, path.subList(1, path.size())));
    }
    return !path.isEmpty()
        && matchesName(pattern.getFirst(), path.getFirst())
        && matches(rest, path.subList(1, path.size()));
  }

  private static boolean matchesName(String pattern, String name) {
    return switch (pattern) {
      case "*" -> true;
      case "a*" -> name.startsWith("a");
      case "*b" -> name.endsWith("b");
      case "?" -> name.length() == 1;
      case "[a-b]b" -> name.equals("ab") || name.equals("bb");
      default -> name.equals(pattern);
    };
  }

  private static List<String> lines(Random random) {
    List<String> lines = new ArrayList<>();
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      String exception = random.nextInt(3) == 0 ? "!" : "";
      lines.add(exception + path(random, COMPONENTS));
    }
    return lines;
  }

  private static String path(Random random) {
    return path(random, NAMES);
  }

  private static String path(Random random, String[] components) {
    List<String> path = new ArrayList<>();
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      path.add(components[random.nextInt(components.length)]);
    }
    return String.join("/", path);
  }
}
