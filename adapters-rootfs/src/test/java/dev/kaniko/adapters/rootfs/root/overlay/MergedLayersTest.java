package dev.kaniko.adapters.rootfs.root.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaniko.adapters.rootfs.MemoryTree;
import dev.kaniko.adapters.rootfs.TreeState;
import dev.kaniko.domain.filesystem.FileMetadata;
import dev.kaniko.domain.filesystem.FileNode;
import dev.kaniko.domain.filesystem.FileNode.Directory;
import dev.kaniko.domain.filesystem.FileNode.RegularFile;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.filesystem.FileTree;
import dev.kaniko.domain.filesystem.LayerEntry;
import dev.kaniko.domain.filesystem.LayerEntry.HardLink;
import dev.kaniko.domain.filesystem.LayerEntry.OpaqueWhiteout;
import dev.kaniko.domain.filesystem.LayerEntry.Present;
import dev.kaniko.domain.filesystem.LayerEntry.Whiteout;
import dev.kaniko.domain.filesystem.LayeredTree;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MergedLayersTest {
  private static final FileMetadata PLAIN = FileMetadata.ofRoot(0644, Instant.EPOCH);

  @ParameterizedTest
  @MethodSource("seeds")
  void one_layer_does_what_several_did(long seed) {
    Random random = new Random(seed);
    FileTree base = new MemoryTree();
    FileTree tree = base;
    for (int i = 0; i < 3; i++) {
      tree = new LayeredTree(tree, layer(tree, random));
    }
    FileTree below = tree;
    List<List<LayerEntry>> layers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      layers.add(layer(tree, random));
      tree = new LayeredTree(tree, layers.getLast());
    }
    FileTree merged = new LayeredTree(below, MergedLayers.of(layers));
    assertThat(TreeState.of(merged))
        .as(() -> layers.stream().map(TreeState::shape).toList().toString())
        .isEqualTo(TreeState.of(tree));
  }

  static long[] seeds() {
    return new Random(7).longs(300).toArray();
  }

  @Test
  void names_of_one_file_stay_names_of_one_file_even_without_the_first() {
    RegularFile node = file("x");
    List<LayerEntry> first =
        List.of(
            new Present(path("a"), node),
            new HardLink(path("b"), path("a"), node),
            new HardLink(path("c"), path("a"), node));
    List<LayerEntry> second = List.of(new Whiteout(path("a")));
    assertThat(TreeState.shape(MergedLayers.of(List.of(first, second))))
        .containsExactly("- /a", "+ /b", "= /c /b");
    assertThat(TreeState.shape(MergedLayers.of(List.of(first, first))))
        .containsExactly("+ /a", "= /b /a", "= /c /a");
    List<LayerEntry> replaced = List.of(new Present(path("b"), file("y")));
    assertThat(TreeState.shape(MergedLayers.of(List.of(first, replaced))))
        .containsExactly("+ /a", "+ /b", "= /c /a");
  }

  @Test
  void a_directory_where_a_file_was_hides_what_the_file_hid() {
    List<LayerEntry> file = List.of(new Present(path("a"), file("x")));
    List<LayerEntry> directory = List.of(new Present(path("a"), new Directory(PLAIN)));
    assertThat(TreeState.shape(MergedLayers.of(List.of(file, directory))))
        .containsExactly("+ /a", "o /a");
  }

  /** A layer that fits: parents are there, whiteouts and opaque ones wherever. */
  private static List<LayerEntry> layer(FileTree below, Random random) {
    TreeMap<FilePath, LayerEntry> entries = new TreeMap<>();
    List<LayerEntry> taken = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      FilePath path = randomPath(random);
      if (random.nextInt(3) == 0) {
        taken.add(random.nextBoolean() ? new Whiteout(path) : new OpaqueWhiteout(path));
      }
    }
    FileTree left = new LayeredTree(below, taken);
    for (int i = 0; i < 6; i++) {
      FilePath path = randomPath(random);
      FileTree now = new LayeredTree(left, entries.values());
      boolean held = now.lookup(path.parent()).filter(Directory.class::isInstance).isPresent();
      boolean holds = entries.keySet().stream().anyMatch(each -> each.isAtOrBelow(path));
      if (held && !holds) {
        FileNode node = random.nextBoolean() ? new Directory(PLAIN) : file("" + random.nextInt());
        entries.put(path, new Present(path, node));
      }
    }
    List<LayerEntry> all = new ArrayList<>(taken);
    all.addAll(entries.values());
    return all;
  }

  private static FilePath randomPath(Random random) {
    FilePath path = FilePath.ROOT;
    int depth = 1 + random.nextInt(3);
    for (int i = 0; i < depth; i++) {
      path = path.child(String.valueOf((char) ('a' + random.nextInt(2))));
    }
    return path;
  }

  private static FilePath path(String path) {
    return FilePath.of(path);
  }

  private static RegularFile file(String content) {
    return new RegularFile(PLAIN, content.getBytes(StandardCharsets.US_ASCII));
  }
}
