package dev.kaniko.domain.dockerfile.expansion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RandomWordsTest {
  private static final List<String> PIECES =
      List.of(
          "$", "${", "}", "A", "U", "E", ":", "-", "+", "?", "#", "%", "/", "*", "\\", "`", "'",
          "\"", " ", "\t", "{", "1", "é", "😀", "\ud83d", "\n", "<<", "=", "$A", "${A:-", "${U/",
          "${A#", "\u00a0");

  private static final Map<String, String> VARIABLES = Map.of("A", "a*b", "E", "", "é", "'\"\\$A");

  @Test
  void nothing_but_the_announced_exception_is_ever_thrown() {
    Random random = new Random(20_260_101);
    int refused = 0;
    for (int i = 0; i < 10_000; i++) {
      String text = text(random);
      char escape = random.nextBoolean() ? '\\' : '`';
      Expansion expansion = new Expansion(escape, name -> Optional.ofNullable(VARIABLES.get(name)));
      refused += refusals(expansion, text);
    }
    assertThat(refused).isBetween(2_000, 28_000);
  }

  private static int refusals(Expansion expansion, String text) {
    int refused = 0;
    for (Runnable use :
        List.<Runnable>of(
            () -> expansion.word(text),
            () -> expansion.words(text),
            () -> expansion.heredocBody(text))) {
      try {
        use.run();
      } catch (ExpansionException _) {
        refused++;
      }
    }
    return refused;
  }

  @Test
  void a_text_in_single_quotes_is_itself() {
    Random random = new Random(7);
    for (int i = 0; i < 10_000; i++) {
      String text = text(random).replace("'", "");
      Expansion expansion = new Expansion('\\', name -> Optional.of("wrong"));

      assertThat(expansion.word("'" + text + "'")).isEqualTo(text);
    }
  }

  @Test
  void a_text_with_every_character_escaped_is_itself() {
    Random random = new Random(8);
    for (int i = 0; i < 10_000; i++) {
      String text = text(random);
      StringBuilder escaped = new StringBuilder();
      text.codePoints().forEach(c -> escaped.append('`').appendCodePoint(c));
      Expansion expansion = new Expansion('`', name -> Optional.of("wrong"));

      assertThat(expansion.word(escaped.toString())).isEqualTo(text);
    }
  }

  @Test
  void raw_words_lose_nothing_but_blanks() {
    Random random = new Random(9);
    int split = 0;
    for (int i = 0; i < 10_000; i++) {
      String text = text(random);
      Optional<List<String>> words = RawWords.split(text);
      if (words.isPresent()) {
        split++;
        assertThat(withoutBlanks(String.join("", words.get())))
            .as("words of %s", text)
            .isEqualTo(withoutBlanks(text));
      }
    }
    assertThat(split).isGreaterThan(2_000);
  }

  @Test
  void unquoting_refuses_only_what_is_not_balanced() {
    assertThatCode(() -> RawWords.unquoted("a'b'\"c\"\\d$x${y}")).doesNotThrowAnyException();
    assertThat(RawWords.unquoted("a'b c'\"d\"\\e $x ${y:-z}"))
        .containsExactly("ab cde", "$x", "${y:-z}");
  }

  private static String withoutBlanks(String text) {
    return text.replaceAll("[ \\t\\n\\u00a0]", "");
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(10); i > 0; i--) {
      text.append(PIECES.get(random.nextInt(PIECES.size())));
    }
    return text.toString();
  }
}
