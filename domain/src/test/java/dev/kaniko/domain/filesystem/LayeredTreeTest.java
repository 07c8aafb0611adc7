package dev.kaniko.domain.filesystem;

import static dev.kaniko.domain.filesystem.TreeText.layer;
import static dev.kaniko.domain.filesystem.TreeText.lines;
import static dev.kaniko.domain.filesystem.TreeText.tree;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LayeredTreeTest {
  private final FileTree base =
      tree(
          "d 755 0:0 /a @1",
          "f 644 0:0 /a/b @1 = b",
          "d 755 0:0 /a/c @1",
          "f 644 0:0 /a/c/d @1 = d",
          "f 644 0:0 /a-z @1 = z");

  private List<String> with(String... lines) {
    return lines(new LayeredTree(base, layer(lines)));
  }

  @Test
  void entries_are_added_to_what_is_below() {
    assertThat(with("d 700 1:1 /a @2", "f 600 0:0 /a/c/e @2 = e"))
        .containsExactly(
            "d 700 1:1 /a @2",
            "f 644 0:0 /a/b @1 = b",
            "d 755 0:0 /a/c @1",
            "f 644 0:0 /a/c/d @1 = d",
            "f 600 0:0 /a/c/e @2 = e",
            "f 644 0:0 /a-z @1 = z");
  }

  @Test
  void a_whiteout_takes_a_file_or_a_whole_tree_away() {
    assertThat(with("w /a/b")).doesNotContain("f 644 0:0 /a/b @1 = b").hasSize(4);
    assertThat(with("w /a")).containsExactly("f 644 0:0 /a-z @1 = z");
  }

  @Test
  void an_opaque_whiteout_takes_away_what_is_below_its_directory_and_keeps_its_own_layers() {
    assertThat(with("d 711 0:0 /a @2", "o /a", "f 600 0:0 /a/n @2 = n"))
        .containsExactly("d 711 0:0 /a @2", "f 600 0:0 /a/n @2 = n", "f 644 0:0 /a-z @1 = z");
  }

  @Test
  void a_file_in_the_place_of_a_directory_hides_what_was_in_it() {
    LayeredTree tree = new LayeredTree(base, layer("f 600 0:0 /a @2 = file"));
    assertThat(lines(tree)).containsExactly("f 600 0:0 /a @2 = file", "f 644 0:0 /a-z @1 = z");
    assertThat(tree.lookup(FilePath.of("/a/b"))).isEmpty();
    assertThat(tree.lookup(FilePath.of("/a/c/d"))).isEmpty();
  }

  @Test
  void a_directory_made_where_one_was_removed_starts_empty() {
    assertThat(with("w /a", "d 700 0:0 /a @2", "f 600 0:0 /a/n @2 = n"))
        .containsExactly("d 700 0:0 /a @2", "f 600 0:0 /a/n @2 = n", "f 644 0:0 /a-z @1 = z");
  }

  @Test
  void putting_a_file_takes_away_what_the_layer_had_below_its_path() {
    LayeredTree tree = new LayeredTree(base, layer("d 755 0:0 /x @2", "f 600 0:0 /x/y @2 = y"));
    tree.put(
        FilePath.of("/x"), TreeText.tree("f 600 0:0 /f @3 = f").lookup(FilePath.of("/f")).get());
    assertThat(tree.lookup(FilePath.of("/x/y"))).isEmpty();
    assertThat(tree.files()).containsOnlyKeys(FilePath.of("/x"));
  }
}
