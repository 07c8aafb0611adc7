package dev.kaniko.domain.filesystem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaniko.domain.corpus.Corpus;
import dev.kaniko.domain.corpus.Visible;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class SlashPathTest {
  @TestFactory
  Stream<DynamicTest> paths_are_cleaned_as_go_does() {
    return Corpus.table("tables/slash-paths.txt").stream()
        .map(
            row ->
                DynamicTest.dynamicTest(
                    row.getFirst(),
                    () -> {
                      String path = Visible.text(row.getFirst());
                      assertThat(SlashPath.clean(path)).isEqualTo(row.get(1));
                      assertThat(SlashPath.base(path)).isEqualTo(row.get(2));
                    }));
  }
}
