package dev.kaniko.adapters.rootfs.root;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaniko.domain.filesystem.FileContent;
import dev.kaniko.domain.filesystem.FileMetadata;
import dev.kaniko.domain.filesystem.FileNode;
import dev.kaniko.domain.filesystem.FileNode.Directory;
import dev.kaniko.domain.filesystem.FileNode.InodeId;
import dev.kaniko.domain.filesystem.FileNode.RegularFile;
import dev.kaniko.domain.filesystem.FileNode.Special;
import dev.kaniko.domain.filesystem.FileNode.Symlink;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The rule of containerd's sameFile. */
class FileComparisonTest {
  private static final Instant WHOLE = Instant.ofEpochSecond(1_000_000);
  private static final Instant FINE = WHOLE.plusNanos(1);
  private static final FileMetadata PLAIN = FileMetadata.ofRoot(0644, WHOLE);

  @Test
  void between_whole_seconds_the_content_decides() throws IOException {
    assertThat(isSame(file(PLAIN, "abc"), file(PLAIN, "abc"))).isTrue();
    assertThat(isSame(file(PLAIN, "abc"), file(PLAIN, "abd"))).isFalse();
    assertThat(isSame(file(PLAIN, "abc"), file(PLAIN, "ab"))).isFalse();
    assertThat(isSame(file(PLAIN, ""), file(PLAIN, ""))).isTrue();
    String large = "x".repeat(200_000);
    assertThat(isSame(file(PLAIN, large), file(PLAIN, large))).isTrue();
    assertThat(isSame(file(PLAIN, large), file(PLAIN, "x".repeat(199_999) + "y"))).isFalse();
  }

  @Test
  void between_finer_times_the_content_is_not_even_read() throws IOException {
    FileContent unreadable =
        () -> {
          throw new IOException("read");
        };
    RegularFile file = new RegularFile(PLAIN.withModified(FINE), 3, unreadable, Optional.empty());
    assertThat(isSame(file, file)).isTrue();
  }

  @Test
  void another_time_is_a_change() throws IOException {
    FileMetadata later = PLAIN.withModified(WHOLE.plusSeconds(1));
    FileMetadata finer = PLAIN.withModified(FINE);
    for (FileMetadata other : List.of(later, finer)) {
      assertThat(isSame(file(PLAIN, "a"), file(other, "a"))).isFalse();
      assertThat(isSame(new Symlink(PLAIN, "a"), new Symlink(other, "a"))).isFalse();
      assertThat(isSame(fifo(PLAIN), fifo(other))).isFalse();
      assertThat(isSame(new Directory(PLAIN), new Directory(other))).isFalse();
      assertThat(FileComparison.isSameRoot(new Directory(PLAIN), new Directory(other))).isTrue();
    }
  }

  @Test
  void mode_owner_and_attributes_are_changes_of_every_kind_of_file() throws IOException {
    for (FileNode node :
        List.of(file(PLAIN, "a"), new Directory(PLAIN), new Symlink(PLAIN, "a"), fifo(PLAIN))) {
      assertThat(isSame(node, node)).isTrue();
      for (FileMetadata other :
          List.of(
              PLAIN.withMode(0645),
              PLAIN.withOwner(1, 0),
              PLAIN.withOwner(0, 1),
              PLAIN.withXattrs(Map.of("user.a", "b")))) {
        assertThat(isSame(node, node.withMetadata(other))).as(other.toString()).isFalse();
      }
    }
  }

  @Test
  void another_kind_target_or_device_is_a_change() throws IOException {
    List<FileNode> all =
        List.of(
            file(PLAIN, ""),
            new Directory(PLAIN),
            new Symlink(PLAIN, "a"),
            new Symlink(PLAIN, "b"),
            fifo(PLAIN),
            new Special(PLAIN, Special.Kind.CHARACTER_DEVICE, 1, 3, Optional.empty()),
            new Special(PLAIN, Special.Kind.BLOCK_DEVICE, 1, 3, Optional.empty()),
            new Special(PLAIN, Special.Kind.CHARACTER_DEVICE, 1, 5, Optional.empty()),
            new Special(PLAIN, Special.Kind.CHARACTER_DEVICE, 2, 3, Optional.empty()));
    for (FileNode first : all) {
      for (FileNode second : all) {
        assertThat(isSame(first, second)).isEqualTo(all.indexOf(first) == all.indexOf(second));
      }
    }
  }

  @Test
  void which_inode_it_is_does_not_matter() throws IOException {
    Symlink link = new Symlink(PLAIN, "a");
    assertThat(isSame(link, new Symlink(PLAIN, "a", Optional.of(new InodeId(1, 2))))).isTrue();
  }

  private static boolean isSame(FileNode before, FileNode after) throws IOException {
    return FileComparison.isSame(before, after);
  }

  private static RegularFile file(FileMetadata metadata, String content) {
    return new RegularFile(metadata, content.getBytes(StandardCharsets.US_ASCII));
  }

  private static Special fifo(FileMetadata metadata) {
    return new Special(metadata, Special.Kind.FIFO, 0, 0, Optional.empty());
  }
}
