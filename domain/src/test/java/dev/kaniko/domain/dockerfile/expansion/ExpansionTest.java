package dev.kaniko.domain.dockerfile.expansion;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.kaniko.domain.corpus.Corpus;
import dev.kaniko.domain.corpus.Visible;
import dev.kaniko.domain.source.QuotedText;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ExpansionTest {
  private static final Map<String, String> VARIABLES =
      Map.ofEntries(
          Map.entry("A", "apple"),
          Map.entry("E", ""),
          Map.entry("P", "/usr/local/bin"),
          Map.entry("V", "1.22.333"),
          Map.entry("S", "a  b c"),
          Map.entry("X", "aXbXc"),
          Map.entry("B", "back\\slash"),
          Map.entry("D", "$A"),
          Map.entry("T", "tail"),
          Map.entry("_u", "under"),
          Map.entry("é", "accent"),
          Map.entry("n1", "digit"),
          Map.entry("G", "a*b"),
          Map.entry("J", "a.b+c(d)"));

  private static final Map<String, String> PORTS =
      Map.of("A", "80", "L", "80 81  82/udp", "E", "", "S", " ");

  /** Generous: on a slow machine these take a second, and without care they take hours. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TestFactory
  Stream<DynamicTest> words_become_what_the_table_says() {
    return tests("tables/expansion.txt", VARIABLES, Expansion::word);
  }

  @TestFactory
  Stream<DynamicTest> texts_are_split_as_the_table_says() {
    return tests(
        "tables/words.txt",
        PORTS,
        (expansion, text) ->
            expansion.words(text).stream().map(word -> "[" + word + "]").collect(joining()));
  }

  @TestFactory
  Stream<DynamicTest> bodies_become_what_the_table_says() {
    return tests("tables/bodies.txt", VARIABLES, Expansion::heredocBody);
  }

  private static Stream<DynamicTest> tests(
      String table, Map<String, String> variables, BiFunction<Expansion, String, String> expand) {
    return Corpus.table(table).stream()
        .map(
            row ->
                DynamicTest.dynamicTest(
                    row.getFirst(), () -> check(row.get(0), row.get(1), variables, expand)));
  }

  private static void check(
      String input,
      String expected,
      Map<String, String> variables,
      BiFunction<Expansion, String, String> expand) {
    boolean otherEscape = input.startsWith("`:");
    String text = Visible.text(otherEscape ? input.substring(2) : input);
    Expansion expansion = expansion(otherEscape ? '`' : '\\', variables);
    if (expected.startsWith("!")) {
      assertThatThrownBy(() -> expand.apply(expansion, text))
          .isInstanceOf(ExpansionException.class)
          .hasMessage("failed to process " + QuotedText.of(text) + ": " + expected.substring(1));
    } else {
      assertThat(expand.apply(expansion, text)).isEqualTo(Visible.text(expected));
    }
  }

  private static Expansion expansion(char escape, Map<String, String> variables) {
    return new Expansion(escape, name -> Optional.ofNullable(variables.get(name)));
  }

  @Test
  void a_missing_variable_is_remembered_unless_its_absence_is_provided_for() {
    Expansion expansion = expansion('\\', VARIABLES);

    expansion.word("$U1 ${U2} ${U3#x} ${U4%x} ${U5/x/y} $U1 $A ${U6:-x} ${U7-$U8} ${U9:+x}");
    expansion.words("\"$U10\" '$U11' $U1");

    assertThat(expansion.undefinedNames())
        .containsExactly("U1", "U2", "U3", "U4", "U5", "U8", "U10", "U1");
  }

  @Test
  void a_variable_that_doubles_itself_ends_in_an_error_and_not_in_all_the_memory() {
    assertThatThrownBy(
            () -> {
              String value = "x";
              for (int i = 0; i < 40; i++) {
                value = expansion('\\', Map.of("A", value)).word("$A$A");
              }
            })
        .isInstanceOf(ExpansionException.class)
        .hasMessageContaining("longer than the 1048576 characters that are allowed");
  }

  @Test
  void every_form_that_can_grow_is_bounded() {
    Expansion expansion = expansion('\\', Map.of("A", "a".repeat(1000)));
    List<String> growing =
        List.of(
            "${A//a/" + "b".repeat(2000) + "}",
            "\"" + "$A".repeat(2000) + "\"",
            "${U:-" + "$A".repeat(2000) + "}",
            "${A///" + "b".repeat(2000) + "}");

    for (String text : growing) {
      assertThatThrownBy(() -> expansion.word(text))
          .isInstanceOf(ExpansionException.class)
          .hasMessageContaining("allowed");
    }
    assertThat(expansion.word("$A".repeat(1000))).hasSize(1_000_000);
  }

  @Test
  void a_body_may_be_longer_than_a_word_but_not_endless() {
    Expansion expansion = expansion('\\', Map.of("A", "a".repeat(1 << 20)));

    assertThat(expansion.heredocBody("$A$A")).hasSize(2 << 20);
    assertThatThrownBy(() -> expansion.heredocBody("$A".repeat(17)))
        .isInstanceOf(ExpansionException.class);
  }

  @Test
  void nesting_is_bounded_and_does_not_overflow_the_stack() {
    Expansion expansion = expansion('\\', Map.of());

    assertThat(expansion.word("${a:-".repeat(100) + "x" + "}".repeat(100))).isEqualTo("x");
    assertThatThrownBy(() -> expansion.word("${a:-".repeat(10_000) + "}".repeat(10_000)))
        .isInstanceOf(ExpansionException.class)
        .hasMessageContaining("nested more than 100 deep");
  }

  @Test
  void hostile_patterns_end() {
    String as = "a".repeat(65_000);
    Expansion expansion = expansion('\\', Map.of("A", as, "B", "ab".repeat(32_000)));
    List<String> hostile =
        List.of(
            "${A//*a*b*c/}",
            "${A//" + "*a".repeat(30_000) + "*b/}",
            "${A%%" + "b" + "*a".repeat(30_000) + "}",
            "${A#" + "a".repeat(32_000) + "b}",
            "${A//" + "?".repeat(32_000) + "b/}",
            "${A//" + "a?".repeat(16_000) + "b/}",
            "${A/" + "*".repeat(60_000) + "b/}",
            "${B//" + "?b*".repeat(20_000) + "c/}");

    List<String> words =
        assertTimeoutPreemptively(PATIENCE, () -> hostile.stream().map(expansion::word).toList());

    assertThat(words.subList(0, 7)).allMatch(as::equals);
  }

  @Test
  void many_matches_in_a_long_text_end() {
    Expansion expansion = expansion('\\', Map.of("A", "ab".repeat(200_000)));

    assertTimeoutPreemptively(
        PATIENCE,
        () -> {
          assertThat(expansion.word("${A//b/}")).hasSize(200_000);
          assertThat(expansion.word("${A//?b/c}")).hasSize(200_000);
        });
  }

  @Test
  void an_escape_protects_a_whole_character() {
    assertThat(expansion('\\', Map.of()).word("\\😀\"\\😀\"")).isEqualTo("😀\\😀");
  }
}
