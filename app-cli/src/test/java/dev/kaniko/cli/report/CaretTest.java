package dev.kaniko.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaniko.domain.source.SourcePosition;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaretTest {
  @ParameterizedTest
  @CsvSource({
    "'COPY --form=x a b', --form, '     ^^^^^^'",
    "'  RUNN a', , '  ^^^^'",
    "'COPY xa a', a, '        ^'",
    "'COPY xa b', a, '      ^'",
    "'ENV A=${', not here, '^^^'",
    "'ENV A=1', ' ', '^^^'",
  })
  void a_word_is_pointed_at_and_otherwise_the_keyword(
      String line, String culprit, String expected) {
    Caret caret =
        Caret.at(List.of(line), SourcePosition.line("f", 1), Optional.ofNullable(culprit))
            .orElseThrow();

    assertThat(caret.under(line)).isEqualTo(expected);
  }

  @Test
  void a_word_is_looked_for_in_all_lines_of_the_instruction_and_in_no_other() {
    List<String> lines = List.of("x y", "RUN \\", "\t y", "y");

    Caret caret = Caret.at(lines, new SourcePosition("f", 2, 3), Optional.of("y")).orElseThrow();

    assertThat(caret.line()).isEqualTo(3);
    assertThat(caret.under(lines.get(2))).isEqualTo("\t ^");
  }

  @Test
  void nothing_is_pointed_at_where_there_is_nothing() {
    assertThat(Caret.at(List.of("", " "), new SourcePosition("f", 1, 2), Optional.of("x")))
        .isEmpty();
    assertThat(Caret.at(List.of("a"), SourcePosition.line("f", 7), Optional.empty())).isEmpty();
  }
}
