package dev.kaniko.domain.dockerfile.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SyntaxTest {
  @Test
  void the_official_frontend_has_several_names_and_no_others() {
    assertThat(
            List.of(
                "docker/dockerfile",
                "docker/dockerfile:latest",
                "docker/dockerfile:1",
                "docker/dockerfile:1.7-labs",
                "docker/dockerfile-upstream:master-labs",
                "docker.io/docker/dockerfile:1",
                "index.docker.io/docker/dockerfile:1",
                "docker/dockerfile@sha256:" + "0a".repeat(32)))
        .allMatch(image -> new Frontend(image, 1).isOfficial());
    assertThat(
            List.of(
                "dockerfile",
                "docker/dockerfil",
                "dockerx/dockerfile",
                "docker/dockerfile/x",
                "example.com/docker/dockerfile",
                "docker.io/x/docker/dockerfile",
                "docker/dockerfile:",
                "docker/dockerfile@sha256:0",
                "xdocker.io/docker/dockerfile",
                ""))
        .noneMatch(image -> new Frontend(image, 1).isOfficial());
  }

  @Test
  void only_versions_that_are_not_known_are_newer() {
    assertThat(List.of("1.21", "1.21.3", "1.100-labs", "2", "2.0", "10"))
        .allMatch(tag -> new Frontend("docker/dockerfile:" + tag, 1).isNewer());
    assertThat(List.of("1", "1.20", "1.20.9", "1.3-labs", "0.9", "latest", "labs", "master", "1x"))
        .noneMatch(tag -> new Frontend("docker/dockerfile:" + tag, 1).isNewer());
    assertThat(new Frontend("docker/dockerfile", 1).isNewer()).isFalse();
  }

  @Test
  void check_options_are_parted_by_semicolons() {
    assertThat(CheckOptions.parse(" skip = A , B ; error = T;experimental=all "))
        .isEqualTo(new CheckOptions(Set.of("A", "B"), false, Set.of(), true, true));
    assertThat(CheckOptions.parse("  ")).isEqualTo(CheckOptions.NONE);
    assertThat(CheckOptions.parse("error=false")).isEqualTo(CheckOptions.NONE);
  }

  @Test
  void check_options_that_nobody_knows_are_refused() {
    for (String wrong : List.of("skip", "skip=A;", "Skip=A", "error=", "error=yes", "a=b")) {
      assertThatThrownBy(() -> CheckOptions.parse(wrong))
          .as(wrong)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("invalid check option");
    }
  }

  @Test
  void flags_that_were_quoted_are_split_into_what_they_were() {
    Random random = new Random(11);
    for (int i = 0; i < 10_000; i++) {
      List<String> words =
          random.ints(random.nextInt(4), 0, 5).mapToObj(n -> "--f=" + value(random, n)).toList();
      String rest = random.nextBoolean() ? "" : "x --y  \"z";

      FlagWords flags =
          FlagWords.split(
              words.stream().map(w -> quoted(random, w)).collect(Collectors.joining(" "))
                  + " "
                  + rest);

      assertThat(flags).isEqualTo(new FlagWords(words, rest));
    }
  }

  private static String value(Random random, int length) {
    return random
        .ints(length, 0, 8)
        .mapToObj(n -> List.of("a", " ", "\"", "'", "\\", "é", "=", "-").get(n))
        .collect(Collectors.joining());
  }

  /** The dashes must be seen; all else may be escaped or quoted. */
  private static String quoted(Random random, String word) {
    return "--"
        + word.substring(2)
            .chars()
            .mapToObj(
                c ->
                    switch (random.nextInt(3)) {
                      case 0 -> "\\" + (char) c;
                      case 1 -> c == '"' || c == '\\' ? "\\" + (char) c : "\"" + (char) c + "\"";
                      default -> c == '\'' || c == '\\' ? "\\" + (char) c : "'" + (char) c + "'";
                    })
            .collect(Collectors.joining());
  }

  @Test
  void escaped_and_quoted_blanks_do_not_part_words() {
    assertThat(QuotedWords.split("a=1 b='2 3' c=\"4 '5\" d=6\\ 7 e=\\\"8 f\\", '\\'))
        .containsExactly("a=1", "b='2 3'", "c=\"4 '5\"", "d=6\\ 7", "e=\\\"8", "f");
    assertThat(QuotedWords.split("a='1`' b=\"2`\" 3\"", '`'))
        .containsExactly("a='1`'", "b=\"2`\" 3\"");
    assertThat(QuotedWords.split(" \u2003 ", '\\')).isEmpty();
    assertThat(QuotedWords.split("a\u00a0b", '\\')).containsExactly("a", "b");
  }
}
