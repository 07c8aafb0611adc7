package dev.kaniko.domain.filesystem;

import dev.kaniko.domain.filesystem.FileNode.Directory;
import dev.kaniko.domain.filesystem.FileNode.InodeId;
import dev.kaniko.domain.filesystem.FileNode.RegularFile;
import dev.kaniko.domain.filesystem.FileNode.Special;
import dev.kaniko.domain.filesystem.FileNode.Symlink;
import dev.kaniko.domain.filesystem.LayerEntry.HardLink;
import dev.kaniko.domain.filesystem.LayerEntry.OpaqueWhiteout;
import dev.kaniko.domain.filesystem.LayerEntry.Present;
import dev.kaniko.domain.filesystem.LayerEntry.Whiteout;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Trees and layers as lines of text, for tests.
 *
 * <pre>
 * d 755 0:0 /app @5           a directory, mtime 5 s
 * f 644 1:2 /app/a @5 = text  a file
 * l 0:0 /x @5 -> /app         a symbolic link
 * h 7 644 0:0 /b @5 = text    a file with several names: those with the same number
 * w /gone                     a whiteout
 * o /app                      an opaque whiteout
 * </pre>
 */
public final class TreeText {
  private TreeText() {}

  /** A tree with nothing but an empty root. */
  public static FileTree empty() {
    return new FileTree() {
      @Override
      public Optional<FileNode> lookup(FilePath path) {
        return path.isRoot()
            ? Optional.of(new Directory(FileMetadata.ofRoot(0755, Instant.EPOCH)))
            : Optional.empty();
      }

      @Override
      public SortedMap<String, FileNode> children(FilePath path) {
        return new TreeMap<>();
      }
    };
  }

  /** A tree of the lines; directories that are not named are there nevertheless. */
  public static LayeredTree tree(String... lines) {
    LayeredTree tree = new LayeredTree(empty(), List.of());
    for (LayerEntry entry : layer(lines)) {
      FileNode node =
          switch (entry) {
            case Present present -> present.node();
            case HardLink link -> link.node();
            case Whiteout _, OpaqueWhiteout _ -> throw new IllegalArgumentException("a whiteout");
          };
      for (FilePath ancestor : entry.path().ancestors()) {
        if (tree.lookup(ancestor).isEmpty()) {
          tree.put(ancestor, new Directory(FileMetadata.ofRoot(0755, Instant.EPOCH)));
        }
      }
      tree.put(entry.path(), node);
    }
    return tree;
  }

  public static List<LayerEntry> layer(String... lines) {
    List<LayerEntry> entries = new ArrayList<>();
    Map<String, FilePath> firstNames = new TreeMap<>();
    for (String line : lines) {
      entries.add(entry(line, firstNames));
    }
    return entries;
  }

  private static LayerEntry entry(String line, Map<String, FilePath> firstNames) {
    String[] words = line.split(" ");
    return switch (words[0]) {
      case "w" -> new Whiteout(FilePath.of(words[1]));
      case "o" -> new OpaqueWhiteout(FilePath.of(words[1]));
      case "d" ->
          new Present(FilePath.of(words[3]), new Directory(metadata(words[1], words[2], words[4])));
      case "f" ->
          new Present(
              FilePath.of(words[3]),
              new RegularFile(metadata(words[1], words[2], words[4]), bytes(line)));
      case "l" ->
          new Present(
              FilePath.of(words[2]),
              new Symlink(
                  metadata("777", words[1], words[3]), line.substring(line.indexOf(" -> ") + 4)));
      case "h" -> named(words, bytes(line), firstNames);
      default -> throw new IllegalArgumentException(line);
    };
  }

  private static LayerEntry named(String[] words, byte[] bytes, Map<String, FilePath> firstNames) {
    FilePath path = FilePath.of(words[4]);
    FileNode file =
        new RegularFile(
            metadata(words[2], words[3], words[5]),
            bytes.length,
            FileContent.of(bytes),
            Optional.of(new InodeId(1, Long.parseLong(words[1]))));
    FilePath first = firstNames.putIfAbsent(words[1], path);
    return first == null ? new Present(path, file) : new HardLink(path, first, file);
  }

  private static FileMetadata metadata(String mode, String owner, String time) {
    String[] ids = owner.split(":");
    return new FileMetadata(
        Integer.parseInt(mode, 8),
        Long.parseLong(ids[0]),
        Long.parseLong(ids[1]),
        Instant.ofEpochSecond(Long.parseLong(time.substring(1))));
  }

  private static byte[] bytes(String line) {
    return line.substring(line.indexOf(" = ") + 3).getBytes(StandardCharsets.UTF_8);
  }

  /** The entries of a layer, a line each; links as {@code h PATH => FIRST}. */
  public static List<String> lines(List<LayerEntry> layer) {
    return layer.stream()
        .map(
            entry ->
                switch (entry) {
                  case Present(FilePath path, FileNode node) -> line(path, node);
                  case HardLink(FilePath path, FilePath first, FileNode _) ->
                      "h " + path + " => " + first;
                  case Whiteout(FilePath path) -> "w " + path;
                  case OpaqueWhiteout(FilePath path) -> "o " + path;
                })
        .toList();
  }

  /** Everything below the root of a tree, a line each, in the order of the paths. */
  public static List<String> lines(FileTree tree) {
    List<String> lines = new ArrayList<>();
    collect(tree, FilePath.ROOT, lines);
    return lines;
  }

  private static void collect(FileTree tree, FilePath directory, List<String> lines) {
    tree.children(directory)
        .forEach(
            (name, node) -> {
              FilePath path = directory.child(name);
              lines.add(line(path, node));
              collect(tree, path, lines);
            });
  }

  private static String line(FilePath path, FileNode node) {
    FileMetadata metadata = node.metadata();
    String owner = metadata.uid() + ":" + metadata.gid();
    String mode = Integer.toOctalString(metadata.mode());
    String time = " @" + metadata.modified().getEpochSecond();
    return switch (node) {
      case Directory _ -> "d " + mode + " " + owner + " " + path + time;
      case RegularFile file -> "f " + mode + " " + owner + " " + path + time + " = " + text(file);
      case Symlink link -> "l " + owner + " " + path + time + " -> " + link.target();
      case Special special -> special.kind() + " " + mode + " " + owner + " " + path + time;
    };
  }

  private static String text(RegularFile file) {
    try (InputStream content = file.content().open()) {
      return new String(content.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
