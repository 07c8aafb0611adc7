package dev.kaniko.adapters.rootfs.tree;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaniko.domain.filesystem.FileMetadata;
import dev.kaniko.domain.filesystem.FileNode;
import dev.kaniko.domain.filesystem.FileNode.Directory;
import dev.kaniko.domain.filesystem.FileNode.InodeId;
import dev.kaniko.domain.filesystem.FileNode.RegularFile;
import dev.kaniko.domain.filesystem.FileNode.Special;
import dev.kaniko.domain.filesystem.FileNode.Symlink;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.filesystem.FileTree;
import dev.kaniko.domain.filesystem.LayerEntry;
import dev.kaniko.domain.filesystem.LayerEntry.HardLink;
import dev.kaniko.domain.filesystem.LayerEntry.Present;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every tree has to do, whatever it is made of. */
public interface FileTreeContract {
  Instant TIME = Instant.ofEpochSecond(1_500_000_000, 987_654_321);
  FileMetadata PLAIN = new FileMetadata(0640, 12, 4_000_000_000L, TIME);

  /** A tree with these files and a root of mode 0755. */
  FileTree treeOf(List<LayerEntry> entries) throws IOException;

  @Test
  default void the_root_is_a_directory_even_of_an_empty_tree() throws IOException {
    FileTree tree = treeOf(List.of());
    assertThat(tree.lookup(FilePath.ROOT)).get().isInstanceOf(Directory.class);
    assertThat(tree.children(FilePath.ROOT)).isEmpty();
  }

  @Test
  default void every_kind_of_file_is_given_with_all_its_metadata() throws IOException {
    FileMetadata attributes =
        PLAIN
            .withMode(04755)
            .withXattrs(Map.of("user.any", "\u0000\u00ff", "security.capability", CAPABILITY));
    Map<String, FileNode> nodes = new TreeMap<>();
    nodes.put("directory", new Directory(PLAIN.withMode(01777)));
    nodes.put("fifo", special(Special.Kind.FIFO, 0, 0));
    nodes.put("link", new Symlink(PLAIN.withMode(0777), "/no/where/../\u00e9"));
    nodes.put("tty", special(Special.Kind.CHARACTER_DEVICE, 5, 300));
    nodes.put("disk", special(Special.Kind.BLOCK_DEVICE, 8, 1));
    FileTree tree =
        treeOf(
            new TreeMap<>(nodes)
                .entrySet().stream()
                    .<LayerEntry>map(e -> present("/" + e.getKey(), e.getValue()))
                    .toList());
    nodes.forEach((name, node) -> assertThat(tree.lookup(FilePath.of(name))).contains(node));
    assertThat(tree.children(FilePath.ROOT)).isEqualTo(nodes);

    FileTree files = treeOf(List.of(present("/file", new RegularFile(attributes, bytes("abc")))));
    RegularFile file = (RegularFile) files.lookup(FilePath.of("file")).orElseThrow();
    assertThat(file.metadata()).isEqualTo(attributes);
    assertThat(file.size()).isEqualTo(3);
    assertThat(file.sharedInode()).isEmpty();
    assertThat(files.children(FilePath.ROOT).get("file").metadata()).isEqualTo(attributes);
  }

  /** What setcap cap_setuid,cap_net_bind_service+ep writes, with a byte above 0x7f. */
  String CAPABILITY = "\u0001\u0000\u0000\u0002\u0080\u0004\u0000\u0000" + "\u0000".repeat(12);

  @Test
  default void nothing_is_found_below_what_is_no_directory() throws IOException {
    FileTree tree =
        treeOf(
            List.of(
                present("/dir", new Directory(PLAIN)),
                present("/dir/file", file("x")),
                present("/link", new Symlink(PLAIN.withMode(0777), "dir"))));
    assertThat(tree.lookup(FilePath.of("dir/file"))).isPresent();
    for (String path : List.of("missing", "dir/file/below", "link/file", "dir/missing/x")) {
      assertThat(tree.lookup(FilePath.of(path))).as(path).isEmpty();
      assertThat(tree.children(FilePath.of(path))).as(path).isEmpty();
    }
    assertThat(tree.children(FilePath.of("dir/file"))).isEmpty();
    assertThat(tree.children(FilePath.of("link"))).as("a link is not followed").isEmpty();
    assertThat(tree.lookup(FilePath.of("link"))).get().isInstanceOf(Symlink.class);
  }

  @Test
  default void children_come_in_the_order_of_their_bytes() throws IOException {
    List<String> names = List.of("a", "a b", "a-", "a.b", "aa", "b\n", "caf\u00e9", "\u00ff");
    FileTree tree =
        treeOf(names.stream().<LayerEntry>map(each -> present("/" + each, file("x"))).toList());
    assertThat(tree.children(FilePath.ROOT).keySet()).containsExactlyElementsOf(names);
  }

  @Test
  default void children_are_the_entries_of_one_directory_only() throws IOException {
    FileTree tree =
        treeOf(
            List.of(
                present("/a", new Directory(PLAIN)),
                present("/a/b", new Directory(PLAIN)),
                present("/a/b/c", file("x")),
                present("/a/d", file("y")),
                present("/ab", file("z"))));
    assertThat(tree.children(FilePath.ROOT)).containsOnlyKeys("a", "ab");
    assertThat(tree.children(FilePath.of("a"))).containsOnlyKeys("b", "d");
    assertThat(tree.children(FilePath.of("a/b"))).containsOnlyKeys("c");
  }

  @Test
  default void names_of_one_file_share_an_inode_and_others_have_none() throws IOException {
    RegularFile two =
        new RegularFile(PLAIN, 1, dev.kaniko.domain.filesystem.FileContent.of(bytes("2")), INODE);
    Symlink link = new Symlink(PLAIN.withMode(0777), "x", Optional.of(new InodeId(1, 2)));
    FileTree tree =
        treeOf(
            List.of(
                present("/a", two),
                new HardLink(FilePath.of("b"), FilePath.of("a"), two),
                present("/c", file("2")),
                present("/d", link),
                new HardLink(FilePath.of("e"), FilePath.of("d"), link)));
    Optional<InodeId> shared = tree.lookup(FilePath.of("a")).orElseThrow().sharedInode();
    assertThat(shared).isPresent();
    assertThat(tree.lookup(FilePath.of("b")).orElseThrow().sharedInode()).isEqualTo(shared);
    assertThat(tree.children(FilePath.ROOT).get("b").sharedInode()).isEqualTo(shared);
    assertThat(tree.lookup(FilePath.of("c")).orElseThrow().sharedInode()).isEmpty();
    Optional<InodeId> links = tree.lookup(FilePath.of("d")).orElseThrow().sharedInode();
    assertThat(links).isPresent().isNotEqualTo(shared);
    assertThat(tree.lookup(FilePath.of("e")).orElseThrow().sharedInode()).isEqualTo(links);
  }

  Optional<InodeId> INODE = Optional.of(new InodeId(1, 1));

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 200_000})
  default void content_can_be_read_again_and_at_the_same_time(int size) throws IOException {
    byte[] content =
        "0123456789".repeat(size / 10 + 1).substring(0, size).getBytes(StandardCharsets.US_ASCII);
    FileTree tree = treeOf(List.of(present("/file", new RegularFile(PLAIN, content))));
    RegularFile file = (RegularFile) tree.lookup(FilePath.of("file")).orElseThrow();
    assertThat(file.size()).isEqualTo(size);
    try (InputStream first = file.content().open();
        InputStream second = file.content().open()) {
      assertThat(first.read()).isEqualTo(size == 0 ? -1 : '0');
      assertThat(second.readAllBytes()).isEqualTo(content);
      assertThat(first.readAllBytes()).hasSize(Math.max(0, size - 1));
      assertThat(first.read()).isEqualTo(-1);
    }
  }

  @Test
  default void a_path_longer_than_any_system_call_takes_is_found() throws IOException {
    List<LayerEntry> entries = new java.util.ArrayList<>();
    FilePath path = FilePath.ROOT;
    for (int i = 0; i < 30; i++) {
      path = path.child("d".repeat(200));
      entries.add(new Present(path, new Directory(PLAIN)));
    }
    entries.add(new Present(path.child("file"), file("deep")));
    FileTree tree = treeOf(entries);
    assertThat(tree.children(path)).containsOnlyKeys("file");
    RegularFile deep = (RegularFile) tree.lookup(path.child("file")).orElseThrow();
    try (InputStream content = deep.content().open()) {
      assertThat(content.readAllBytes()).isEqualTo(bytes("deep"));
    }
  }

  static Present present(String path, FileNode node) {
    return new Present(FilePath.of(path), node);
  }

  static RegularFile file(String content) {
    return new RegularFile(PLAIN, bytes(content));
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static Special special(Special.Kind kind, int major, int minor) {
    return new Special(PLAIN, kind, major, minor, Optional.empty());
  }
}
