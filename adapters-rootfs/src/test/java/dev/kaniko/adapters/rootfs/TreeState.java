package dev.kaniko.adapters.rootfs;

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
import dev.kaniko.domain.filesystem.LayerEntry.OpaqueWhiteout;
import dev.kaniko.domain.filesystem.LayerEntry.Present;
import dev.kaniko.domain.filesystem.LayerEntry.Whiteout;
import dev.kaniko.domain.image.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Trees and entries as lines that can be compared and read. */
public final class TreeState {
  private TreeState() {}

  /**
   * Everything of every file, and which names are one file; but not the times of directories, which
   * no layer has to keep.
   */
  public static List<String> of(FileTree tree) {
    SortedMap<FilePath, FileNode> all = new TreeMap<>();
    Deque<FilePath> ahead = new ArrayDeque<>(List.of(FilePath.ROOT));
    all.put(FilePath.ROOT, tree.lookup(FilePath.ROOT).orElseThrow());
    while (!ahead.isEmpty()) {
      FilePath directory = ahead.removeLast();
      tree.children(directory)
          .forEach(
              (name, node) -> {
                all.put(directory.child(name), node);
                if (node instanceof Directory) {
                  ahead.add(directory.child(name));
                }
              });
    }
    Map<InodeId, FilePath> firstNames = new HashMap<>();
    List<String> lines = new ArrayList<>();
    all.forEach(
        (path, node) -> {
          FilePath first =
              node.sharedInode()
                  .map(
                      inode -> {
                        FilePath before = firstNames.putIfAbsent(inode, path);
                        return before == null ? path : before;
                      })
                  .orElse(path);
          lines.add(path + " " + describe(node) + (first.equals(path) ? "" : " = " + first));
        });
    return lines;
  }

  /**
   * One line an entry, the shape of the layer only: {@code + /a}, {@code - /b}, {@code = /c /a}.
   */
  public static List<String> shape(List<LayerEntry> entries) {
    return entries.stream()
        .map(
            entry ->
                switch (entry) {
                  case Present(FilePath path, FileNode _) -> "+ " + path;
                  case HardLink(FilePath path, FilePath target, FileNode _) ->
                      "= " + path + " " + target;
                  case Whiteout(FilePath path) -> "- " + path;
                  case OpaqueWhiteout(FilePath path) -> "o " + path;
                })
        .toList();
  }

  public static String content(FileNode node) {
    try (InputStream content = ((RegularFile) node).content().open()) {
      return new String(content.readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String describe(FileNode node) {
    FileMetadata metadata = node.metadata();
    String own =
        "%o %d:%d %s".formatted(metadata.mode(), metadata.uid(), metadata.gid(), metadata.xattrs());
    return switch (node) {
      case Directory _ -> "d " + own;
      case RegularFile file ->
          "f " + own + " " + metadata.modified() + " " + file.size() + " " + hash(file);
      case Symlink link -> "l " + own + " " + metadata.modified() + " -> " + link.target();
      case Special special ->
          "%s %s %s %d:%d"
              .formatted(
                  special.kind(), own, metadata.modified(), special.major(), special.minor());
    };
  }

  private static String hash(RegularFile file) {
    String content = content(file);
    return Digest.sha256(content.getBytes(StandardCharsets.ISO_8859_1)).hex().substring(0, 12);
  }
}
