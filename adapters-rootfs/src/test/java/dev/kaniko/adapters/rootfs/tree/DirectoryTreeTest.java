package dev.kaniko.adapters.rootfs.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaniko.adapters.rootfs.TestFolder;
import dev.kaniko.adapters.rootfs.linux.DirectoryHandle;
import dev.kaniko.adapters.rootfs.tree.DirectoryTree.View;
import dev.kaniko.adapters.rootfs.tree.write.LayerApplier;
import dev.kaniko.adapters.rootfs.tree.write.SkippedContent;
import dev.kaniko.adapters.rootfs.tree.write.TreeWriter;
import dev.kaniko.domain.filesystem.FileNode.RegularFile;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.filesystem.FileTree;
import dev.kaniko.domain.filesystem.LayerEntry;
import dev.kaniko.ports.failure.EnvironmentFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DirectoryTreeTest implements FileTreeContract {
  @RegisterExtension final TestFolder folders = new TestFolder();
  private Path folder;

  @BeforeEach
  void makeFolder() throws IOException {
    folder = folders.make();
  }

  @Override
  public FileTree treeOf(List<LayerEntry> entries) throws IOException {
    Path made = folders.make();
    try (DirectoryHandle root = DirectoryHandle.open(made);
        TreeWriter writer =
            new TreeWriter(
                root,
                LeftAlone.NOTHING,
                new SkippedContent(
                    warning -> {
                      throw new AssertionError(warning);
                    }))) {
      new LayerApplier(writer).apply(entries);
      writer.finish();
    }
    return new DirectoryTree(DirectoryHandle.open(made));
  }

  @Test
  void a_file_that_became_a_link_is_not_read() throws IOException {
    Path secret = Files.writeString(folders.make().resolve("secret"), "secret");
    Path path = Files.writeString(folder.resolve("file"), "mine");
    try (DirectoryTree tree = new DirectoryTree(DirectoryHandle.open(folder))) {
      RegularFile file = (RegularFile) tree.lookup(FilePath.of("file")).orElseThrow();
      Files.delete(path);
      Files.createSymbolicLink(path, secret);
      assertThatThrownBy(() -> file.content().open()).isInstanceOf(IOException.class);
    }
  }

  @Test
  void a_file_whose_directory_became_a_link_is_not_read() throws IOException {
    Path elsewhere = folders.make();
    Files.writeString(elsewhere.resolve("file"), "secret");
    Path path = Files.createDirectory(folder.resolve("dir"));
    Files.writeString(path.resolve("file"), "mine");
    try (DirectoryTree tree = new DirectoryTree(DirectoryHandle.open(folder))) {
      RegularFile file = (RegularFile) tree.lookup(FilePath.of("dir/file")).orElseThrow();
      Files.delete(path.resolve("file"));
      Files.delete(path);
      Files.createSymbolicLink(path, elsewhere);
      assertThatThrownBy(() -> file.content().open()).isInstanceOf(IOException.class);
      assertThat(tree.lookup(FilePath.of("dir/file"))).isEmpty();
      assertThat(tree.children(FilePath.of("dir"))).isEmpty();
    }
  }

  @Test
  void the_tree_goes_with_its_directory_when_that_is_moved() throws IOException {
    Path inner = Files.createDirectory(folder.resolve("inner"));
    Files.writeString(inner.resolve("file"), "x");
    try (DirectoryTree tree = new DirectoryTree(DirectoryHandle.open(inner))) {
      Files.move(inner, folder.resolve("moved"));
      Files.createSymbolicLink(inner, Path.of("/etc"));
      assertThat(tree.children(FilePath.ROOT)).containsOnlyKeys("file");
      assertThat(tree.lookup(FilePath.of("passwd"))).isEmpty();
    }
  }

  @Test
  void attributes_of_the_machine_are_not_the_images() throws IOException {
    Files.createFile(folder.resolve("file"));
    try (DirectoryHandle handle = DirectoryHandle.open(folder);
        var file = handle.entry("file").orElseThrow()) {
      file.setXattr("trusted.overlay.opaque", "y");
      file.setXattr("user.overlay.opaque", "y");
      file.setXattr("user.mine", "1");
    }
    DirectoryTree tree = new DirectoryTree(DirectoryHandle.open(folder));
    assertThat(tree.lookup(FilePath.of("file")).orElseThrow().metadata().xattrs())
        .containsOnlyKeys("user.mine");
    assertThat(tree.children(FilePath.ROOT).get("file").metadata().xattrs())
        .containsOnlyKeys("user.mine");
    View all = View.WHOLE.withXattrs(name -> true);
    assertThat(
            new DirectoryTree(DirectoryHandle.open(folder), all)
                .lookup(FilePath.of("file"))
                .orElseThrow()
                .metadata()
                .xattrs())
        .containsKeys("trusted.overlay.opaque", "user.overlay.opaque");
  }

  @Test
  void what_is_left_alone_is_not_there() throws IOException {
    Files.createDirectories(folder.resolve("a/b/c"));
    Files.createDirectories(folder.resolve("a/bb"));
    View view = View.WHOLE.withLeftAlone(LeftAlone.of(List.of(FilePath.of("a/b"))));
    try (DirectoryTree tree = new DirectoryTree(DirectoryHandle.open(folder), view)) {
      assertThat(tree.children(FilePath.of("a"))).containsOnlyKeys("bb");
      assertThat(tree.lookup(FilePath.of("a/b"))).isEmpty();
      assertThat(tree.lookup(FilePath.of("a/b/c"))).isEmpty();
      assertThat(tree.children(FilePath.of("a/b"))).isEmpty();
    }
  }

  @Test
  void mounts_are_there_or_not_as_asked() throws IOException {
    Path root = Path.of("/");
    try (DirectoryTree with = new DirectoryTree(DirectoryHandle.open(root));
        DirectoryTree without =
            new DirectoryTree(DirectoryHandle.open(root), View.WHOLE.withoutMounts())) {
      assertThat(with.children(FilePath.ROOT)).containsKey("proc");
      assertThat(with.lookup(FilePath.of("proc/sys/kernel"))).isPresent();
      assertThat(without.children(FilePath.ROOT)).doesNotContainKey("proc").containsKey("etc");
      assertThat(without.lookup(FilePath.of("proc"))).isEmpty();
      assertThat(without.lookup(FilePath.of("proc/sys/kernel"))).isEmpty();
      assertThat(without.children(FilePath.of("proc"))).isEmpty();
    }
  }

  @Test
  void a_directory_that_is_missing_is_told_with_what_to_do() {
    try (LinuxDirectoryTrees trees = new LinuxDirectoryTrees()) {
      assertThatThrownBy(() -> trees.open(folder.resolve("missing")))
          .isInstanceOfSatisfying(
              EnvironmentFailure.class,
              failure -> {
                assertThat(failure).hasMessageContaining("missing: No such file or directory");
                assertThat(failure.hint()).isPresent();
              });
      assertThat(trees.open(folder).children(FilePath.ROOT)).isEmpty();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
