package dev.kaniko.e2e.image;

import static dev.kaniko.e2e.image.Entries.file;
import static dev.kaniko.e2e.image.Entries.folder;
import static dev.kaniko.e2e.image.Entries.layer;
import static dev.kaniko.e2e.image.Entries.link;
import static dev.kaniko.e2e.image.Entries.symlink;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

class FlatTreeTest {
  private static final Layer BASE =
      layer(
          "base",
          folder("d"),
          file("d/a", "a"),
          file("d/b", "b"),
          file("d-not", "x"),
          file("dx", "x"));

  @Test
  void a_whiteout_removes_what_it_names_and_nothing_else() {
    assertThat(files(BASE, layer("top", file("d/.wh.a", ""))).keySet())
        .containsExactlyInAnyOrder("", "d", "d/b", "d-not", "dx");
  }

  @Test
  void a_whiteout_removes_a_whole_folder_but_not_its_namesakes() {
    assertThat(files(BASE, layer("top", file(".wh.d", ""))).keySet())
        .containsExactlyInAnyOrder("", "d-not", "dx");
  }

  @Test
  void an_opaque_mark_hides_lower_layers_alone_even_at_the_end() {
    Layer top = layer("top", folder("d"), file("d/new", "n"), file("d/.wh..wh..opq", ""));
    assertThat(files(BASE, top).keySet())
        .containsExactlyInAnyOrder("", "d", "d/new", "d-not", "dx");
  }

  @Test
  void an_opaque_root_hides_everything() {
    assertThat(files(BASE, layer("top", file(".wh..wh..opq", ""), file("new", "n"))).keySet())
        .containsExactlyInAnyOrder("", "new");
  }

  @Test
  void a_file_takes_the_place_of_a_folder_with_all_that_is_in_it() {
    assertThat(files(BASE, layer("top", file("d", "now a file"))).keySet())
        .containsExactlyInAnyOrder("", "d", "d-not", "dx");
  }

  @Test
  void a_folder_upon_a_folder_keeps_what_is_in_it() {
    assertThat(files(BASE, layer("top", folder("d"))).keySet()).contains("d/a", "d/b");
  }

  @Test
  void hard_links_share_their_names_until_one_is_written_anew() {
    Layer links = layer("links", link("d/twin", "d/a"), link("absolute", "/d/a"));
    assertThat(files(BASE, links).get("d/a").names()).containsExactly("absolute", "d/a", "d/twin");
    SortedMap<String, FileState> after = files(BASE, links, layer("top", file("d/a", "new")));
    assertThat(after.get("d/a").names()).containsExactly("d/a");
    assertThat(after.get("d/twin").names()).containsExactly("absolute", "d/twin");
    assertThat(after.get("d/twin").origin().content().start()).isEqualTo("a");
  }

  @Test
  void a_hard_link_to_nothing_is_an_error() {
    assertThatThrownBy(() -> files(layer("one", link("a", "missing"))))
        .isInstanceOf(MalformedImage.class);
  }

  @Test
  void an_entry_below_a_symlink_goes_where_the_link_leads_inside_the_root() {
    Layer merged = layer("base", folder("usr"), folder("usr/bin"), symlink("bin", "usr/bin"));
    Layer outside = layer("more", symlink("up", "../../usr"), symlink("abs", "/usr"));
    Layer top = layer("top", file("bin/x", "x"), file("up/bin/y", "y"), file("abs/z", "z"));
    assertThat(files(merged, outside, top).keySet()).contains("usr/bin/x", "usr/bin/y", "usr/z");
    assertThat(files(merged, outside, top).get("bin").origin().header().kind())
        .isEqualTo(FileKind.SYMLINK);
  }

  @Test
  void symlinks_in_a_circle_are_an_error() {
    assertThatThrownBy(
            () -> files(layer("one", symlink("a", "b"), symlink("b", "a"), file("a/x", "x"))))
        .isInstanceOf(MalformedImage.class);
  }

  @Test
  void parents_that_no_layer_tells_of_are_there() {
    assertThat(files(layer("one", file("a/b/c", "x"))).keySet()).contains("a", "a/b", "a/b/c");
  }

  private static SortedMap<String, FileState> files(Layer... layers) {
    FlatTree tree = new FlatTree();
    Arrays.stream(layers).forEach(tree::apply);
    return tree.files();
  }
}
