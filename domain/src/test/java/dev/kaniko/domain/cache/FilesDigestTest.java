package dev.kaniko.domain.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaniko.domain.filesystem.FileContent;
import dev.kaniko.domain.filesystem.FileMetadata;
import dev.kaniko.domain.filesystem.FileNode;
import dev.kaniko.domain.filesystem.FileNode.InodeId;
import dev.kaniko.domain.filesystem.FileNode.Special.Kind;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.filesystem.LayerEntry;
import dev.kaniko.domain.filesystem.LayerEntry.HardLink;
import dev.kaniko.domain.filesystem.LayerEntry.OpaqueWhiteout;
import dev.kaniko.domain.filesystem.LayerEntry.Present;
import dev.kaniko.domain.filesystem.LayerEntry.Whiteout;
import dev.kaniko.domain.image.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FilesDigestTest {
  private static final FileMetadata PLAIN = FileMetadata.ofRoot(0644, Instant.EPOCH);
  private static final FilePath A = FilePath.of("/a");
  private static final FilePath B = FilePath.of("/b");

  @Test
  void everythingOfAFileCountsButItsTimeAndInode() throws IOException {
    List<List<LayerEntry>> different =
        List.of(
            List.of(),
            List.of(file(A, PLAIN, "x")),
            List.of(file(B, PLAIN, "x")),
            List.of(file(A, PLAIN, "y")),
            List.of(file(A, PLAIN, "xx")),
            List.of(file(A, PLAIN.withMode(0755), "x")),
            List.of(file(A, PLAIN.withMode(04644), "x")),
            List.of(file(A, PLAIN.withOwner(1, 0), "x")),
            List.of(file(A, PLAIN.withOwner(0, 1), "x")),
            List.of(file(A, PLAIN.withXattrs(Map.of("user.a", "b")), "x")),
            List.of(file(A, PLAIN.withXattrs(Map.of("user.a", "c")), "x")),
            List.of(file(A, PLAIN.withXattrs(Map.of("user.ab", "")), "x")),
            List.of(new Present(A, new FileNode.Directory(PLAIN))),
            List.of(new Present(A, new FileNode.Symlink(PLAIN, "x"))),
            List.of(new Present(A, new FileNode.Symlink(PLAIN, "y"))),
            List.of(device(Kind.FIFO, 0, 0)),
            List.of(device(Kind.BLOCK_DEVICE, 1, 2)),
            List.of(device(Kind.CHARACTER_DEVICE, 1, 2)),
            List.of(device(Kind.CHARACTER_DEVICE, 2, 1)),
            List.of(new Whiteout(A)),
            List.of(new OpaqueWhiteout(A)),
            List.of(file(A, PLAIN, "x"), file(B, PLAIN, "x")),
            List.of(file(A, PLAIN, "x"), new HardLink(B, A, node(PLAIN, "x"))));
    Set<Digest> digests = new HashSet<>();
    for (List<LayerEntry> entries : different) {
      digests.add(FilesDigest.of(entries));
    }
    assertThat(digests).hasSameSizeAs(different);
  }

  @Test
  void timesAndInodesDoNotCount() throws IOException {
    FileMetadata later = PLAIN.withModified(Instant.ofEpochSecond(1_700_000_000, 5));
    FileNode inode =
        new FileNode.RegularFile(later, 1, content("x"), Optional.of(new InodeId(1, 2)));
    assertThat(FilesDigest.of(List.of(new Present(A, inode))))
        .isEqualTo(FilesDigest.of(List.of(file(A, PLAIN, "x"))));
  }

  /** What one field ends with is never taken for what the next begins with. */
  @Test
  void textsDoNotRunTogether() {
    Stream<KeyText> texts =
        Stream.of(
            new KeyText("k").field("a", "bc"),
            new KeyText("k").field("ab", "c"),
            new KeyText("ka").field("", "bc"),
            new KeyText("k").field("a", "b").field("c", ""),
            new KeyText("k").field("a", List.of("b", "c")),
            new KeyText("k").field("a", List.of("bc")),
            new KeyText("k").field("a", List.of("bc", "")),
            new KeyText("k").field("a", Map.of("b", "c")),
            new KeyText("k").field("a", Optional.of("bc")).field("", ""),
            new KeyText("k").field("a", Optional.empty()),
            new KeyText("k").field("a", ""));
    assertThat(texts.map(KeyText::digest)).doesNotHaveDuplicates();
  }

  private static LayerEntry file(FilePath path, FileMetadata metadata, String content) {
    return new Present(path, node(metadata, content));
  }

  private static FileNode node(FileMetadata metadata, String content) {
    return new FileNode.RegularFile(metadata, content.length(), content(content), Optional.empty());
  }

  private static FileContent content(String text) {
    return FileContent.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private static LayerEntry device(Kind kind, int major, int minor) {
    return new Present(A, new FileNode.Special(PLAIN, kind, major, minor, Optional.empty()));
  }
}
