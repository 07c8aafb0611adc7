package dev.kaniko.domain.filesystem;

import static dev.kaniko.domain.filesystem.TreeText.layer;
import static dev.kaniko.domain.filesystem.TreeText.lines;
import static dev.kaniko.domain.filesystem.TreeText.tree;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LayerMergeTest {

  private static List<String> merge(List<List<LayerEntry>> layers) {
    LayerMerge merge = new LayerMerge();
    layers.forEach(merge::add);
    return lines(merge.entries());
  }

  @Test
  void the_later_of_two_files_wins() {
    assertThat(merge(List.of(layer("f 600 0:0 /x @1 = old"), layer("f 644 0:0 /x @2 = new"))))
        .containsExactly("f 644 0:0 /x @2 = new");
  }

  @Test
  void a_file_that_was_made_and_removed_again_leaves_only_a_whiteout() {
    assertThat(merge(List.of(layer("d 755 0:0 /d @1", "f 600 0:0 /d/x @1 = x"), layer("w /d/x"))))
        .containsExactly("d 755 0:0 /d @1", "w /d/x");
  }

  @Test
  void a_directory_made_anew_hides_what_the_base_has_in_it() {
    assertThat(merge(List.of(layer("w /d"), layer("d 755 0:0 /d @2", "f 600 0:0 /d/n @2 = n"))))
        .containsExactly("d 755 0:0 /d @2", "o /d", "f 600 0:0 /d/n @2 = n");
  }

  @Test
  void hard_links_stay_links_until_one_of_them_is_changed() {
    List<LayerEntry> linked =
        layer("h 1 600 0:0 /a @1 = x", "h 1 600 0:0 /b @1 = x", "h 1 600 0:0 /c @1 = x");
    assertThat(merge(List.of(linked)))
        .containsExactly("f 600 0:0 /a @1 = x", "h /b => /a", "h /c => /a");
    assertThat(merge(List.of(linked, layer("f 644 0:0 /a @2 = new"))))
        .containsExactly("f 644 0:0 /a @2 = new", "f 600 0:0 /b @1 = x", "h /c => /b");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void a_merged_layer_gives_the_tree_that_its_layers_give_one_by_one(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      FileTree base = new LayeredTree(TreeText.empty(), randomLayer(random, TreeText.empty(), 9));
      List<List<LayerEntry>> layers = new ArrayList<>();
      FileTree expected = base;
      LayerMerge merge = new LayerMerge();
      for (int i = 0; i < 4; i++) {
        List<LayerEntry> next = randomLayer(random, expected, i);
        layers.add(next);
        merge.add(next);
        expected = new LayeredTree(expected, next);
      }
      assertThat(lines(new LayeredTree(base, merge.entries())))
          .as("layers %s", layers.stream().map(TreeText::lines).toList())
          .isEqualTo(lines(expected));
    }
  }

  /** A layer as a builder makes it: parents first, whiteouts only for what is there. */
  private static List<LayerEntry> randomLayer(Random random, FileTree below, int time) {
    TreeMap<FilePath, List<LayerEntry>> entries = new TreeMap<>();
    randomDirectory(random, below, FilePath.ROOT, time, entries);
    List<LayerEntry> all = new ArrayList<>();
    entries.values().forEach(all::addAll);
    return all;
  }

  private static void randomDirectory(
      Random random,
      FileTree below,
      FilePath directory,
      int time,
      Map<FilePath, List<LayerEntry>> entries) {
    for (String name : List.of("a", "b", "b-")) {
      FilePath path = directory.child(name);
      boolean there = below.lookup(path).isPresent();
      boolean isDirectory = below.lookup(path).orElse(null) instanceof FileNode.Directory;
      switch (random.nextInt(6)) {
        case 0, 1 -> {}
        case 2 -> {
          if (there) {
            entries.put(path, layer("w " + path));
          }
        }
        case 3 -> entries.put(path, layer("f 600 0:0 " + path + " @" + time + " = " + time));
        default -> {
          if (directory.components().size() < 3) {
            List<LayerEntry> made = layer("d 755 0:0 " + path + " @" + time);
            boolean fresh = isDirectory && random.nextInt(4) == 0;
            entries.put(path, made);
            if (fresh) {
              entries.put(path, layer("d 755 0:0 " + path + " @" + time, "o " + path));
            }
            randomDirectory(random, fresh ? tree() : below, path, time, entries);
          }
        }
      }
    }
  }
}
