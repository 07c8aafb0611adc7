package dev.kaniko.application.seen;

import dev.kaniko.domain.filesystem.FileContent;
import dev.kaniko.domain.filesystem.FileNode;
import dev.kaniko.domain.filesystem.FileNode.Directory;
import dev.kaniko.domain.filesystem.FileNode.RegularFile;
import dev.kaniko.domain.filesystem.FilePath;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Some files of a tree, as far as somebody has asked for them, and some paths where nothing is.
 * Used by one thread; contents may be noted by others.
 */
public final class SeenFiles {
  private final TreeMap<FilePath, Optional<FileNode>> nodes = new TreeMap<>();
  private final TreeMap<FilePath, SortedSet<String>> names = new TreeMap<>();
  private final Map<FilePath, byte[]> contents = new ConcurrentHashMap<>();

  /** Notes what is at a path: a file's content is not kept, nor that it has more names. */
  void note(FilePath path, Optional<FileNode> node) {
    nodes.put(path, node);
  }

  /** Notes all names in a directory. */
  void list(FilePath directory, Collection<String> all) {
    names.put(directory, new TreeSet<>(all));
  }

  /** Notes the whole content of a file. */
  void content(FilePath path, byte[] bytes) {
    contents.put(path, bytes.clone());
  }

  boolean isListed(FilePath directory) {
    return names.containsKey(directory);
  }

  /**
   * What is at a path; empty when that is not known.
   *
   * @param needed gives contents that were not kept, if anybody opens them
   */
  Optional<Optional<FileNode>> answer(FilePath path, FileContent needed) {
    Optional<FileNode> node = nodes.get(path);
    if (node != null) {
      return Optional.of(node.map(it -> withContent(path, it, needed)));
    }
    for (FilePath at = path; !at.isRoot(); at = at.parent()) {
      Optional<FileNode> parent = nodes.get(at.parent());
      boolean isNoDirectory =
          parent != null && parent.filter(Directory.class::isInstance).isEmpty();
      SortedSet<String> siblings = names.get(at.parent());
      if (isNoDirectory || (siblings != null && !siblings.contains(at.name()))) {
        return Optional.of(Optional.empty());
      }
    }
    return Optional.empty();
  }

  boolean hasContent(FilePath path) {
    return contents.containsKey(path);
  }

  private FileNode withContent(FilePath path, FileNode node, FileContent needed) {
    if (!(node instanceof RegularFile file)) {
      return node;
    }
    byte[] bytes = contents.get(path);
    FileContent content = bytes == null ? needed : FileContent.of(bytes);
    return new RegularFile(file.metadata(), file.size(), content, Optional.empty());
  }

  /** True when nobody has asked for anything. */
  public boolean isEmpty() {
    return nodes.isEmpty();
  }

  SortedMap<FilePath, Optional<FileNode>> nodes() {
    return Collections.unmodifiableSortedMap(nodes);
  }

  SortedMap<FilePath, SortedSet<String>> names() {
    return Collections.unmodifiableSortedMap(names);
  }

  Optional<byte[]> content(FilePath path) {
    return Optional.ofNullable(contents.get(path)).map(byte[]::clone);
  }
}
