package dev.kaniko.domain.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.kaniko.domain.corpus.Corpus;
import dev.kaniko.domain.corpus.Visible;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.source.InvalidDockerfile;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class IgnorePatternsTest {
  @TestFactory
  Stream<DynamicTest> paths_are_excluded_as_the_table_says() {
    return tests("tables/dockerignore.txt");
  }

  @TestFactory
  Stream<DynamicTest> paths_are_excluded_as_by_buildkit() {
    return tests("tables/dockerignore-random.txt");
  }

  private static Stream<DynamicTest> tests(String table) {
    return Corpus.table(table).stream()
        .map(
            row ->
                DynamicTest.dynamicTest(
                    String.join(" ", row),
                    () -> assertThat(outcome(row.get(0), row.get(1))).isEqualTo(row.get(2))));
  }

  private static String outcome(String file, String path) {
    try {
      return Boolean.toString(
          IgnorePatterns.parse(".dockerignore", Visible.bytes(file))
              .excludes(FilePath.of(Visible.byteChars(path))));
    } catch (InvalidDockerfile _) {
      return "bad";
    }
  }

  private static IgnorePatterns patterns(String... lines) {
    return IgnorePatterns.parse(
        ".dockerignore", String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void every_malformed_line_is_told() {
    assertThatThrownBy(() -> patterns("a", "!", " ! ", "[", "b\\", "[c-a]", "x".repeat(65_536)))
        .isInstanceOf(InvalidDockerfile.class)
        .hasMessage(
            """
            .dockerignore:2: illegal exclusion pattern: "!"
            .dockerignore:3: illegal exclusion pattern: "!"
            .dockerignore:4: syntax error in pattern "["
            .dockerignore:5: syntax error in pattern "b\\\\"
            .dockerignore:6: syntax error in pattern "[c-a]"
            .dockerignore:7: the line is longer than 65535 bytes\
            """);
  }

  @Test
  void the_root_is_never_excluded() {
    assertThat(patterns("**", "*", ".", "/").excludes(FilePath.ROOT)).isFalse();
  }

  @Test
  void patterns_of_a_flag_have_no_comments_and_no_leading_slash() {
    IgnorePatterns patterns = IgnorePatterns.of(List.of("#a", "/b", "*.é", "!x.é", " "));

    assertThat(patterns.excludes(FilePath.ofText("/#a"))).isTrue();
    assertThat(patterns.excludes(FilePath.ofText("/b"))).isFalse();
    assertThat(patterns.excludes(FilePath.ofText("/y.é"))).isTrue();
    assertThat(patterns.excludes(FilePath.ofText("/x.é"))).isFalse();
    assertThatThrownBy(() -> IgnorePatterns.of(List.of("!")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void only_a_later_exception_that_reaches_below_keeps_a_directory_worth_looking_into() {
    FilePath directory = FilePath.of("/a/b");

    assertThat(patterns("x").mayIncludeBelow(directory)).isTrue();
    assertThat(patterns("a").mayIncludeBelow(directory)).isFalse();
    assertThat(patterns("a", "!a/b/c").mayIncludeBelow(directory)).isTrue();
    assertThat(patterns("a", "!a/b/c/d/e").mayIncludeBelow(directory)).isTrue();
    assertThat(patterns("a", "!a/c").mayIncludeBelow(directory)).isFalse();
    assertThat(patterns("a", "!a/bc").mayIncludeBelow(directory)).isFalse();
    assertThat(patterns("!a/b/c", "a").mayIncludeBelow(directory)).isFalse();
    assertThat(patterns("a", "!**/x").mayIncludeBelow(directory)).isTrue();
    assertThat(patterns("a", "!*/x").mayIncludeBelow(directory)).isFalse();
    assertThat(patterns("a", "!*/*/x").mayIncludeBelow(directory)).isTrue();
    assertThat(patterns("a", "!a/**").mayIncludeBelow(directory)).isTrue();
    assertThat(patterns("**", "!b/**").mayIncludeBelow(directory)).isFalse();
    assertThat(patterns("a", "!a/b/c", "a/b").mayIncludeBelow(directory)).isFalse();
    assertThat(patterns("a", "!a/b", "a/b/c").mayIncludeBelow(directory)).isTrue();
  }

  @Test
  void hostile_patterns_end() {
    FilePath path = FilePath.of("/" + "a/".repeat(2000) + "b");
    String name = "a".repeat(200);

    assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> {
          assertThat(patterns("**/".repeat(20_000) + "*c").excludes(path)).isFalse();
          assertThat(patterns("**/a".repeat(3_000) + "/c").excludes(path)).isFalse();
          assertThat(patterns("*a".repeat(10_000) + "b").excludes(path.child(name))).isFalse();
          assertThat(patterns("**/*" + "/**/*".repeat(5_000) + "c").excludes(path)).isFalse();
        });
    assertThatThrownBy(() -> patterns("[".repeat(60_000))).isInstanceOf(InvalidDockerfile.class);
  }

  @Test
  void a_hundred_thousand_paths_are_decided() {
    IgnorePatterns patterns =
        patterns("**/node_modules", "**/*.log", "target", "*.md", "!README.md", "docs/**", ".git");

    long excluded =
        assertTimeoutPreemptively(
            Duration.ofSeconds(60),
            () ->
                Stream.iterate(0, i -> i + 1)
                    .limit(100_000)
                    .map(
                        i ->
                            FilePath.of(
                                "/src/main/p" + i % 300 + "/File" + i + (i % 4 == 0 ? ".log" : "")))
                    .filter(patterns::excludes)
                    .count());

    assertThat(excluded).isEqualTo(25_000);
  }
}
