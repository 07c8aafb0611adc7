package dev.kaniko.domain.copy;

import static dev.kaniko.domain.filesystem.TreeText.lines;
import static dev.kaniko.domain.filesystem.TreeText.tree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaniko.domain.account.Accounts.Owner;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.filesystem.FileTree;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Times as in {@link CopyPlanTest}. */
class CopySourcesTest {
  private static final CopyRules RULES =
      new CopyRules(Optional.of(Owner.ROOT), Optional.empty(), Instant.ofEpochSecond(100));

  private final FileTree context =
      tree(
          "f 640 1:1 /top.txt @5 = t",
          "d 750 1:1 /x @5",
          "d 751 1:1 /x/a @5",
          "f 640 1:1 /x/a/one.txt @5 = 1",
          "f 640 1:1 /x/a/two.md @5 = 2",
          "d 755 1:1 /x/b @5",
          "f 640 1:1 /x/b/one.txt @5 = b",
          "d 755 1:1 /y @5",
          "f 640 1:1 /y/deep.txt @5 = y");

  private List<String> copy(String source, List<String> exclude) {
    CopySources sources = new CopySources(context, exclude);
    CopyPlan plan = new CopyPlan(tree(), RULES);
    for (FilePath path : sources.find(source)) {
      sources.copy(path, plan, Destination.of("/to/", FilePath.ROOT));
    }
    return paths(plan);
  }

  private List<String> copyWithParents(String source, String... exclude) {
    CopyPlan plan = new CopyPlan(tree(), RULES);
    new CopySources(context, List.of(exclude))
        .copyWithParents(source, plan, Destination.of("/to", FilePath.ROOT));
    return paths(plan);
  }

  private static List<String> paths(CopyPlan plan) {
    return lines(plan.entries()).stream()
        .map(line -> line.split(" ", -1)[3])
        .filter(path -> !path.equals("/to"))
        .toList();
  }

  @Test
  void a_pattern_is_seen_from_the_directory_that_is_copied() {
    assertThat(copy("x", List.of("a/*.txt", "b"))).containsExactly("/to/a", "/to/a/two.md");
    assertThat(copy("x", List.of("x/a"))).contains("/to/a/one.txt");
  }

  @Test
  void a_later_pattern_takes_back_what_an_earlier_one_left_out() {
    assertThat(copy("x", List.of("**/*.txt", "!b/one.txt")))
        .containsExactly("/to/a", "/to/a/two.md", "/to/b", "/to/b/one.txt");
  }

  @Test
  void a_file_found_by_a_wildcard_is_left_out_by_its_name_and_one_that_was_named_is_not() {
    assertThat(copy("x/a/*", List.of("*.txt"))).containsExactly("/to/two.md");
    assertThat(copy("x/a/one.txt", List.of("*.txt"))).containsExactly("/to/one.txt");
  }

  @Test
  void a_malformed_pattern_is_told() {
    assertThatThrownBy(() -> copy("x", List.of("!")))
        .isInstanceOf(CopyRefused.class)
        .hasMessageStartingWith("--exclude: ");
  }

  @Test
  void with_parents_the_directories_above_come_along() {
    assertThat(copyWithParents("x/a/one.txt"))
        .containsExactly("/to/x", "/to/x/a", "/to/x/a/one.txt");
    assertThat(copyWithParents("./y")).containsExactly("/to/y", "/to/y/deep.txt");
  }

  @Test
  void the_directories_above_have_the_modes_of_their_sources() {
    CopyPlan plan = new CopyPlan(tree("d 700 3:3 /to @1", "d 700 3:3 /to/x @1"), RULES);
    new CopySources(context, List.of())
        .copyWithParents("x/a/one.txt", plan, Destination.of("/to", FilePath.ROOT));
    assertThat(lines(plan.entries()))
        .contains("d 700 3:3 /to @1", "d 750 0:0 /to/x @5", "d 751 0:0 /to/x/a @5");
  }

  @Test
  void with_parents_a_pattern_goes_over_the_whole_path() {
    assertThat(copyWithParents("x/*/one.txt"))
        .containsExactly("/to/x", "/to/x/a", "/to/x/a/one.txt", "/to/x/b", "/to/x/b/one.txt");
    assertThat(copyWithParents("**/one.txt"))
        .containsExactly("/to/x", "/to/x/a", "/to/x/a/one.txt", "/to/x/b", "/to/x/b/one.txt");
    assertThat(copyWithParents("*.txt")).containsExactly("/to/top.txt");
  }

  @Test
  void what_stands_before_the_pivot_is_not_kept() {
    assertThat(copyWithParents("x/./a/*.txt")).containsExactly("/to/a", "/to/a/one.txt");
    assertThat(copyWithParents("/x/./b")).containsExactly("/to/b", "/to/b/one.txt");
  }

  @Test
  void with_parents_excluded_files_stay_away() {
    assertThat(copyWithParents("x", "x/b", "**/*.md"))
        .containsExactly("/to/x", "/to/x/a", "/to/x/a/one.txt");
  }

  @Test
  void with_parents_a_path_that_is_not_there_is_told_and_a_pattern_that_matches_nothing_is_not() {
    assertThatThrownBy(() -> copyWithParents("x/missing"))
        .isInstanceOf(CopyRefused.SourceMissing.class)
        .hasMessageContaining("x/missing");
    assertThat(copyWithParents("x/*.missing")).isEmpty();
  }
}
