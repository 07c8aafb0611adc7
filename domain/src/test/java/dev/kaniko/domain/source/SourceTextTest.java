package dev.kaniko.domain.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SourceTextTest {
  @Test
  void blanks_are_those_of_unicode() {
    Set<Integer> blanks =
        IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
            .filter(Blank::is)
            .boxed()
            .collect(Collectors.toSet());

    assertThat(blanks)
        .containsExactlyInAnyOrder(
            0x9, 0xA, 0xB, 0xC, 0xD, 0x20, 0x85, 0xA0, 0x1680, 0x2000, 0x2001, 0x2002, 0x2003,
            0x2004, 0x2005, 0x2006, 0x2007, 0x2008, 0x2009, 0x200A, 0x2028, 0x2029, 0x202F, 0x205F,
            0x3000);
  }

  @Test
  void plain_words_are_parted_by_ascii_blanks_only() {
    assertThat(Blank.words(" a\tb \u000B\f\rc\u00a0d\u2003e "))
        .containsExactly("a", "b", "c\u00a0d\u2003e");
    assertThat(Blank.words(" \t ")).isEmpty();
    assertThat(Blank.trim("\u2003\u00a0 a b \u3000\n")).isEqualTo("a b");
    assertThat(Blank.trim(" \u3000")).isEmpty();
  }

  @Test
  void a_quoted_text_is_one_short_line() {
    assertThat(QuotedText.of("a\"b\\c\nd\te\rf\u0001é\u0085"))
        .isEqualTo("\"a\\\"b\\\\c\\nd\\te\\rf\\x01é\\x85\"");
    assertThat(QuotedText.of("x".repeat(1000))).hasSizeLessThan(210).endsWith("…\"");
  }

  @Test
  void an_exception_needs_a_problem_and_tells_all_of_them() {
    Problem one = Problem.at(SourcePosition.line("f", 1), "a");
    Problem two = Problem.general("b").withHint("c");

    assertThat(new InvalidDockerfile(List.of(one, two)).problems()).containsExactly(one, two);
    assertThat(new InvalidDockerfile(List.of(one, two))).hasMessage("f:1: a\nb (c)");
    assertThatThrownBy(() -> new InvalidDockerfile(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_near_name_is_near_for_its_length() {
    List<String> known = List.of("chown", "chmod", "link");

    assertThat(NearestName.of("chwon", known)).contains("chown");
    assertThat(NearestName.of("LINK", known)).contains("link");
    assertThat(NearestName.of("x", known)).isEmpty();
    assertThat(NearestName.of("parents", known)).isEmpty();
  }
}
