package dev.kaniko.adapters.rootfs.root;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaniko.adapters.rootfs.TestFolder;
import dev.kaniko.adapters.rootfs.TreeState;
import dev.kaniko.adapters.rootfs.linux.DirectoryHandle;
import dev.kaniko.adapters.rootfs.root.directory.DirectoryRootFilesystems;
import dev.kaniko.adapters.rootfs.root.directory.PlainDwellings;
import dev.kaniko.adapters.rootfs.root.overlay.OverlayRootFilesystems;
import dev.kaniko.adapters.rootfs.tree.DirectoryTree;
import dev.kaniko.adapters.rootfs.tree.LeftAlone;
import dev.kaniko.adapters.rootfs.tree.write.LayerApplier;
import dev.kaniko.adapters.rootfs.tree.write.SkippedContent;
import dev.kaniko.adapters.rootfs.tree.write.TreeWriter;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.filesystem.FileTree;
import dev.kaniko.domain.filesystem.LayerEntry;
import dev.kaniko.domain.filesystem.LayeredTree;
import dev.kaniko.ports.rootfs.RootFilesystem;
import dev.kaniko.ports.rootfs.RootFilesystems;
import dev.kaniko.ports.rootfs.RootMount;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random changes of random trees; a seed that fails is a case to be kept. */
class RootLawsTest {
  private static final int ROUNDS = 4;

  @RegisterExtension final TestFolder folders = new TestFolder();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void changes_applied_to_what_was_there_give_what_is_there_in_overlays(long seed)
      throws IOException {
    WorkDirectory work = WorkDirectory.open(folders.make().resolve("work"));
    try (RootFilesystems roots =
        new OverlayRootFilesystems(work, new FakeImages(), RootLawsTest::fail)) {
      changesApply(roots, new Random(seed));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void changes_applied_to_what_was_there_give_what_is_there_in_directories(long seed)
      throws IOException {
    WorkDirectory work = WorkDirectory.open(folders.make().resolve("work"));
    try (RootFilesystems roots =
        new DirectoryRootFilesystems(
            new PlainDwellings(work), new FakeImages(), RootLawsTest::fail)) {
      changesApply(roots, new Random(seed));
    }
  }

  /** In three ways: as a tree laid over a tree, made real in a copy, and laid into a root. */
  private void changesApply(RootFilesystems roots, Random random) throws IOException {
    RootFilesystem root = roots.fromLayers(List.of());
    for (int round = 0; round < ROUNDS; round++) {
      RootFilesystem fork = roots.fork(root);
      Path copy = copyOf(root.tree());
      FileTree before = fork.tree();

      RootFilesystem changed = roots.fork(root);
      RootMount mount = changed.mount();
      List<String> now = new ArrayList<>();
      TestRunner.run(
          mount,
          path -> {
            new RandomChanges(random, path).make(25);
            now.addAll(stateOf(path));
          });
      List<LayerEntry> changes = changed.changes();

      assertWellFormed(changes);
      assertThat(TreeState.of(changed.tree())).as("the tree of the root").isEqualTo(now);
      assertThat(TreeState.of(new LayeredTree(before, changes))).as("laid over").isEqualTo(now);
      apply(changes, copy);
      assertThat(stateOf(copy)).as("applied to a copy").isEqualTo(now);
      fork.lay(changes);
      assertThat(TreeState.of(fork.tree())).as("laid").isEqualTo(now);
      TestRunner.run(fork.mount(), path -> assertThat(stateOf(path)).as("mounted").isEqualTo(now));
      assertThat(fork.changes()).isEmpty();
      root = changed;
    }
  }

  private static void assertWellFormed(List<LayerEntry> changes) {
    List<FilePath> paths = changes.stream().map(LayerEntry::path).toList();
    assertThat(paths).isSorted().doesNotHaveDuplicates();
    for (LayerEntry entry : changes) {
      FilePath parent = entry.path().parent();
      if (!parent.isRoot()) {
        assertThat(paths).as("parent of " + entry.path()).contains(parent);
      }
      if (entry instanceof LayerEntry.HardLink link) {
        assertThat(link.target()).isLessThan(link.path()).isIn(paths);
      }
    }
  }

  private Path copyOf(FileTree tree) throws IOException {
    Path copy = folders.make();
    apply(TreeEntries.of(tree), copy);
    assertThat(stateOf(copy)).isEqualTo(TreeState.of(tree));
    return copy;
  }

  private static void apply(List<LayerEntry> entries, Path directory) throws IOException {
    try (DirectoryHandle handle = DirectoryHandle.open(directory);
        TreeWriter writer =
            new TreeWriter(handle, LeftAlone.NOTHING, new SkippedContent(RootLawsTest::fail))) {
      new LayerApplier(writer).apply(entries);
      writer.finish();
    }
  }

  private static List<String> stateOf(Path directory) throws IOException {
    try (DirectoryTree tree = new DirectoryTree(DirectoryHandle.open(directory))) {
      return TreeState.of(tree);
    }
  }

  private static void fail(String warning) {
    throw new AssertionError(warning);
  }
}
