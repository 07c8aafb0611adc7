package dev.kaniko.application.seen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaniko.domain.filesystem.FileMetadata;
import dev.kaniko.domain.filesystem.FileNode;
import dev.kaniko.domain.filesystem.FileNode.Directory;
import dev.kaniko.domain.filesystem.FileNode.InodeId;
import dev.kaniko.domain.filesystem.FileNode.RegularFile;
import dev.kaniko.domain.filesystem.FileNode.Symlink;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.filesystem.FileTree;
import dev.kaniko.domain.filesystem.LayeredTree;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is known of a tree that is not there any more. */
class SeenTreeTest {
  private static final FileMetadata ODD =
      new FileMetadata(01755, 4_000_000_000L, 12, Instant.ofEpochSecond(-5, 123_456_789))
          .withXattrs(Map.of("user.\u00e4 b", "\u0000%\n", "user.empty", ""));
  private static final FilePath PASSWD = FilePath.of("/etc/passwd");

  private final FileTree files = new Gone();

  /** Whoever looks here needs the files. */
  private static final class Gone implements FileTree {
    @Override
    public Optional<FileNode> lookup(FilePath path) {
      if (path.isRoot()) {
        return Optional.of(new Directory(ODD));
      }
      throw new AssertionError("looked at " + path);
    }

    @Override
    public SortedMap<String, FileNode> children(FilePath path) {
      throw new AssertionError("listed " + path);
    }
  }

  /** A tree with nothing below the files that are put. */
  private static final class Empty implements FileTree {
    @Override
    public Optional<FileNode> lookup(FilePath path) {
      return path.isRoot() ? Optional.of(new Directory(ODD)) : Optional.empty();
    }

    @Override
    public SortedMap<String, FileNode> children(FilePath path) {
      return new java.util.TreeMap<>();
    }
  }

  private final LayeredTree real = new LayeredTree(new Empty(), List.of());

  private SeenTree looking() {
    return new SeenTree(real, SeenFiles::new, true, () -> true);
  }

  /** What a later build has: the text, and no files. */
  private SeenTree later(SeenTree before, boolean overwritesFiles) {
    String text = SeenText.write(before.seen()).orElseThrow();
    return new SeenTree(files, () -> SeenText.parse(text), overwritesFiles, () -> true);
  }

  private void put(String path, FileNode node) {
    real.put(FilePath.of(path), node);
  }

  private static RegularFile file(String content) {
    return new RegularFile(ODD, content.getBytes(StandardCharsets.UTF_8));
  }

  private static String content(FileTree tree, FilePath path) throws IOException {
    try (InputStream stream = ((RegularFile) tree.lookup(path).orElseThrow()).content().open()) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void whatWasSeenIsToldAsItWas() {
    put("/a b\n%", new Directory(ODD));
    put("/link", new Symlink(ODD, "../\u00ff x"));
    put("/file", file("content"));
    SeenTree first = looking();
    List<FilePath> paths =
        List.of(FilePath.ROOT, FilePath.of("/a b\n%"), FilePath.of("/link"), FilePath.of("/none"));
    paths.forEach(first::lookup);
    first.lookup(FilePath.of("/file"));
    SeenTree second = later(first, true);
    for (FilePath path : paths) {
      assertThat(second.lookup(path)).isEqualTo(real.lookup(path));
    }
    RegularFile file = (RegularFile) second.lookup(FilePath.of("/file")).orElseThrow();
    assertThat(file.metadata()).isEqualTo(ODD);
    assertThat(file.size()).isEqualTo(7);
  }

  @Test
  void whatCannotBeThereIsToldWithoutHavingBeenAskedFor() {
    put("/dir", new Directory(ODD));
    put("/dir/file", file("x"));
    SeenTree first = looking();
    first.lookup(FilePath.of("/dir/file"));
    first.lookup(FilePath.of("/missing"));
    SeenTree second = later(first, true);
    assertThat(second.lookup(FilePath.of("/dir/other"))).isEmpty();
    assertThat(second.lookup(FilePath.of("/missing/below"))).isEmpty();
    assertThat(second.lookup(FilePath.of("/dir/file/below"))).isEmpty();
    assertThatThrownBy(() -> later(first, true).lookup(FilePath.of("/dir")))
        .hasMessage("looked at /dir");
  }

  @Test
  void nothingIsListedThatWouldCostMuch() {
    put("/dir", new Directory(ODD));
    SeenTree dear = new SeenTree(real, SeenFiles::new, true, () -> false);
    assertThat(dear.hasLooked()).isFalse();
    assertThat(dear.lookup(FilePath.of("/dir/none"))).isEmpty();
    assertThat(dear.hasLooked()).isTrue();
    assertThat(later(dear, true).lookup(FilePath.of("/dir/none"))).isEmpty();
    assertThatThrownBy(() -> later(dear, true).lookup(FilePath.of("/dir/other")))
        .hasMessage("looked at /dir/other");
  }

  @Test
  void aSmallFileThatWasReadIsReadAgainWithoutTheFiles() throws IOException {
    put("/etc", new Directory(ODD));
    put("/etc/passwd", file("root:x:0:0"));
    SeenTree first = looking();
    assertThat(content(first, PASSWD)).isEqualTo("root:x:0:0");
    assertThat(content(later(first, true), PASSWD)).isEqualTo("root:x:0:0");
    assertThat(content(later(first, false), PASSWD)).isEqualTo("root:x:0:0");
  }

  @Test
  void aFileThatWasAskedForTwiceAndThenReadIsReadAgainWithoutTheFiles() throws IOException {
    put("/file", file("content"));
    SeenTree first = looking();
    first.lookup(FilePath.of("/file"));
    assertThat(content(first, FilePath.of("/file"))).isEqualTo("content");
    assertThat(content(later(first, true), FilePath.of("/file"))).isEqualTo("content");
  }

  @Test
  void aFileThatWasNotReadIsOnlyToldToWhomItsContentDoesNotMatter() {
    put("/file", file("x"));
    FilePath path = FilePath.of("/file");
    SeenTree first = looking();
    first.lookup(path);
    assertThat(later(first, true).lookup(path)).isPresent();
    assertThatThrownBy(() -> content(later(first, true), path)).hasMessage("looked at /file");
    assertThatThrownBy(() -> later(first, false).lookup(path)).hasMessage("looked at /file");
  }

  @Test
  void aFileWithSeveralNamesIsLookedAtAgain() {
    FilePath path = FilePath.of("/file");
    put("/file", new RegularFile(ODD, 0, file("").content(), Optional.of(new InodeId(1, 2))));
    SeenTree first = looking();
    assertThat(first.lookup(path)).isEqualTo(real.lookup(path));
    assertThat(first.seen().isEmpty()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "directory",
        "directory /a 755 0 0 1",
        "directory /a 99999 0 0 1 1",
        "directory /a 755 -1 0 1 1",
        "directory /a 755 0 0 1 1 name",
        "directory /a 755 0 0 9999999999999999999 1",
        "directory /a%z1 755 0 0 1 1",
        "directory /a% 755 0 0 1 1",
        "file /a 3 *** 755 0 0 1 1",
        "file /a 3 YWE= 755 0 0 1 1",
        "file /a -3 - 755 0 0 1 1",
        "device /a 755 0 0 1 1"
      })
  void whatIsNoNoteIsRefused(String line) {
    assertThatThrownBy(() -> SeenText.parse(line + "\n"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void moreThanAManifestShouldHoldIsNotWritten() {
    for (int i = 0; i < 3000; i++) {
      put("/directory-" + i, new Directory(ODD));
    }
    SeenTree tree = looking();
    real.children(FilePath.ROOT).keySet().forEach(name -> tree.lookup(FilePath.of(name)));
    assertThat(SeenText.write(tree.seen())).isEmpty();
  }
}
