package dev.kaniko.domain.filesystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaniko.domain.corpus.Corpus;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ModeChangeTest {
  @TestFactory
  Stream<DynamicTest> modes_change_as_they_do_in_buildkit() {
    return Corpus.table("tables/modes.txt").stream()
        .map(
            row ->
                DynamicTest.dynamicTest(
                    String.join(" ", row),
                    () ->
                        assertThat(outcome(row.get(0), row.get(1), row.get(2)))
                            .isEqualTo(row.get(3))));
  }

  private static String outcome(String text, String before, String what) {
    try {
      int mode = ModeChange.parse(text).apply(Integer.parseInt(before, 8), what.equals("dir"));
      return Integer.toOctalString(mode);
    } catch (IllegalArgumentException _) {
      return "bad";
    }
  }

  @Test
  void execute_is_kept_for_programs_and_directories_only() {
    ModeChange change = ModeChange.parse("u=rwX,go=rX");

    assertThat(change.apply(0600, false)).isEqualTo(0644);
    assertThat(change.apply(0700, false)).isEqualTo(0755);
    assertThat(change.apply(0001, false)).isEqualTo(0755);
    assertThat(change.apply(0600, true)).isEqualTo(0755);
  }

  @Test
  void octal_digits_replace_everything_that_was_set() {
    assertThat(ModeChange.parse("644").apply(07777, true)).isEqualTo(0644);
    assertThat(ModeChange.parse("0").apply(07777, false)).isZero();
    assertThat(ModeChange.parse("7777").apply(0, false)).isEqualTo(07777);
    assertThat(ModeChange.parse("0000004755").apply(0, false)).isEqualTo(04755);
  }

  @Test
  void what_is_no_mode_is_refused_with_an_example() {
    for (String wrong :
        new String[] {
          "", "8", "10000", "-1", "u", "u=rwz", "u+x,", ",u+x", "x", "64 4", "0x1", "٧"
        }) {
      assertThatThrownBy(() -> ModeChange.parse(wrong))
          .as(wrong)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("invalid chmod parameter: \"" + wrong + "\"")
          .hasMessageContaining("u=rwX,go=rX");
    }
  }
}
