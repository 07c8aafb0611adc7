package dev.kaniko.adapters.rootfs.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaniko.adapters.rootfs.TestFolder;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.filesystem.FileTree;
import dev.kaniko.ports.failure.EnvironmentFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinuxDirectoryTreesTest {
  @RegisterExtension final TestFolder folders = new TestFolder();
  private final LinuxDirectoryTrees trees = new LinuxDirectoryTrees();
  private Path folder;
  private Path outside;

  @BeforeEach
  void makeFolders() throws IOException {
    folder = folders.make();
    outside = folders.make();
    Files.createDirectories(folder.resolve("sub/deep"));
    Files.writeString(folder.resolve("sub/deep/found"), "");
    Files.createDirectory(outside.resolve("dir"));
    Files.createSymbolicLink(folder.resolve("inside"), Path.of("/sub/deep"));
    Files.createSymbolicLink(folder.resolve("sub/up"), Path.of("../sub/deep"));
    Files.createSymbolicLink(folder.resolve("absolute"), outside);
    Files.createSymbolicLink(folder.resolve("relative"), folder.relativize(outside));
    Files.createSymbolicLink(folder.resolve("loop"), Path.of("loop"));
    Files.writeString(folder.resolve("file"), "");
  }

  @AfterEach
  void close() throws IOException {
    trees.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"sub/deep", "/sub//deep/", "inside", "sub/up", "../../sub/deep", "./inside"})
  void a_directory_below_is_found_through_links_that_stay_inside(String below) {
    FileTree tree = trees.open(folder, FilePath.of(below)).orElseThrow();
    assertThat(tree.children(FilePath.ROOT)).containsOnlyKeys("found");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"absolute", "absolute/dir", "relative", "relative/dir", "loop", "file", "missing"})
  void nothing_is_found_outside_nor_what_is_no_directory(String below) {
    assertThat(trees.open(folder, FilePath.of(below))).isEmpty();
  }

  @Test
  void a_link_that_climbs_too_far_stops_at_the_directory() throws IOException {
    Files.createSymbolicLink(folder.resolve("sub/out"), Path.of("../../../../../sub/deep"));
    Optional<FileTree> tree = trees.open(folder, FilePath.of("sub/out"));
    assertThat(tree.orElseThrow().children(FilePath.ROOT)).containsOnlyKeys("found");
  }

  @Test
  void what_was_opened_stays_what_it_was_when_its_name_becomes_a_link() throws IOException {
    FileTree tree = trees.open(folder, FilePath.of("sub")).orElseThrow();
    Files.move(folder.resolve("sub"), folder.resolve("moved"));
    Files.createSymbolicLink(folder.resolve("sub"), outside);
    assertThat(tree.children(FilePath.ROOT)).containsKey("deep").doesNotContainKey("dir");
  }

  @Test
  void a_directory_that_is_missing_itself_is_told_with_what_to_do() {
    assertThatThrownBy(() -> trees.open(folder.resolve("missing"), FilePath.of("sub")))
        .isInstanceOfSatisfying(
            EnvironmentFailure.class, failure -> assertThat(failure.hint()).isPresent())
        .hasMessageContaining("missing: No such file or directory");
  }
}
