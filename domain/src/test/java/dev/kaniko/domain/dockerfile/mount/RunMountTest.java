package dev.kaniko.domain.dockerfile.mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaniko.domain.corpus.Corpus;
import dev.kaniko.domain.corpus.RecordText;
import dev.kaniko.domain.corpus.Visible;
import dev.kaniko.domain.dockerfile.expansion.Expansion;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class RunMountTest {
  @TestFactory
  Stream<DynamicTest> mounts_mean_what_the_table_says() {
    return Corpus.table("tables/mounts.txt").stream()
        .map(
            row ->
                DynamicTest.dynamicTest(
                    row.getFirst(),
                    () -> assertThat(outcome(Visible.text(row.getFirst()))).isEqualTo(row.get(1))));
  }

  private static String outcome(String value) {
    try {
      return RecordText.of(RunMount.parse(value));
    } catch (IllegalArgumentException e) {
      return "!" + e.getMessage();
    }
  }

  @TestFactory
  Stream<DynamicTest> fields_are_those_that_go_reads() {
    return Corpus.table("tables/csv.txt").stream()
        .map(
            row ->
                DynamicTest.dynamicTest(
                    row.getFirst(),
                    () ->
                        assertThat(fields(Visible.text(row.getFirst())))
                            .isEqualTo(Visible.text(row.get(1)))));
  }

  private static String fields(String text) {
    try {
      return CsvFields.split(text).stream()
          .map(field -> "[" + field + "]")
          .collect(Collectors.joining());
    } catch (IllegalArgumentException _) {
      return "bad";
    }
  }

  @Test
  void fields_that_were_joined_are_split_into_the_same() {
    Random random = new Random(42);
    List<String> pieces = List.of("a", "=", ",", "\"", " ", "", "é");
    for (int i = 0; i < 20_000; i++) {
      List<String> fields =
          Stream.generate(() -> text(random, pieces)).limit(1 + random.nextInt(4)).toList();

      assertThat(CsvFields.split(CsvFields.join(fields))).isEqualTo(fields);
    }
  }

  @Test
  void an_expanded_value_cannot_add_fields_of_its_own() {
    Expansion expansion = new Expansion('\\', name -> Optional.of("/x,from=evil,\"rw\""));

    String expanded = RunMount.expand("type=bind,target=$A,ro", expansion);

    assertThat(RunMount.parse(expanded))
        .isEqualTo(new RunMount.Bind("/x,from=evil,\"rw\"", "/", Optional.empty(), true));
  }

  @Test
  void only_the_variables_of_from_are_refused_before_expansion() {
    RunMount.check("type=$T,target=$X,fromm=$y,x");

    assertThatThrownBy(() -> RunMount.check("target=/x,From=a$y"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'from' doesn't support variable expansion, define alias stage instead");
  }

  private static String text(Random random, List<String> pieces) {
    return Stream.generate(() -> pieces.get(random.nextInt(pieces.size())))
        .limit(random.nextInt(5))
        .collect(Collectors.joining());
  }
}
