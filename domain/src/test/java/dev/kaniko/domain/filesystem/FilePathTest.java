package dev.kaniko.domain.filesystem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilePathTest {

  @ParameterizedTest
  @CsvSource({
    "/, /",
    "'', /",
    "., /",
    "a, /a",
    "/a/b, /a/b",
    "//a///b//, /a/b",
    "/a/./b/., /a/b",
    "/a/../b, /b",
    "../../etc/passwd, /etc/passwd",
    "/a/b/../../../.., /",
    "/..., /...",
    "/a/..b, /a/..b",
  })
  void a_path_is_cleaned_and_clamped_at_the_root(String written, String clean) {
    assertThat(FilePath.of(written).bytes()).isEqualTo(clean);
  }

  @Test
  void a_directory_sorts_before_what_is_in_it_and_that_before_its_next_sibling() {
    List<FilePath> sorted =
        List.of(
            FilePath.of("/"),
            FilePath.of("/a"),
            FilePath.of("/a/b"),
            FilePath.of("/a/b/c"),
            FilePath.of("/a/b!"),
            FilePath.of("/a!"),
            FilePath.of("/a-b"),
            FilePath.of("/b"));
    assertThat(sorted.reversed().stream().sorted()).isEqualTo(sorted);
  }

  @Test
  void text_becomes_utf8_bytes_and_back() {
    FilePath path = FilePath.ofText("/é");
    assertThat(path.bytes()).isEqualTo("/\u00c3\u00a9");
    assertThat(path.text()).isEqualTo("/é");
  }

  @Test
  void below_is_a_matter_of_components_and_not_of_letters() {
    assertThat(FilePath.of("/ab").isAtOrBelow(FilePath.of("/a"))).isFalse();
    assertThat(FilePath.of("/a/b").isAtOrBelow(FilePath.of("/a"))).isTrue();
    assertThat(FilePath.of("/a").isAtOrBelow(FilePath.of("/a"))).isTrue();
    assertThat(FilePath.of("/a").isAtOrBelow(FilePath.ROOT)).isTrue();
    assertThat(FilePath.of("/a").isAtOrBelow(FilePath.of("/a/b"))).isFalse();
  }

  @Test
  void the_bound_lies_behind_all_that_is_below_and_before_the_next_sibling() {
    FilePath bound = FilePath.of("/a").afterAllBelow();
    assertThat(bound).isGreaterThan(FilePath.of("/a/\u00ff/\u00ff")).isLessThan(FilePath.of("/a!"));
  }

  @Test
  void a_relative_path_is_read_from_here_and_an_absolute_one_from_the_root() {
    assertThat(FilePath.of("/a/b").resolve("../c")).isEqualTo(FilePath.of("/a/c"));
    assertThat(FilePath.of("/a/b").resolve("/c")).isEqualTo(FilePath.of("/c"));
  }
}
