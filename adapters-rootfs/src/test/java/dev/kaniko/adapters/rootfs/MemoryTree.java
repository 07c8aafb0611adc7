package dev.kaniko.adapters.rootfs;

import dev.kaniko.domain.filesystem.FileMetadata;
import dev.kaniko.domain.filesystem.FileNode;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.filesystem.FileTree;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A tree that is only in memory; every parent has to be put in as well. */
public final class MemoryTree implements FileTree {
  private final TreeMap<FilePath, FileNode> nodes = new TreeMap<>();

  public MemoryTree() {
    nodes.put(FilePath.ROOT, new FileNode.Directory(FileMetadata.ofRoot(0755, Instant.EPOCH)));
  }

  public MemoryTree put(FilePath path, FileNode node) {
    nodes.put(path, node);
    return this;
  }

  @Override
  public Optional<FileNode> lookup(FilePath path) {
    return Optional.ofNullable(nodes.get(path));
  }

  @Override
  public SortedMap<String, FileNode> children(FilePath path) {
    SortedMap<String, FileNode> children = new TreeMap<>();
    nodes.forEach(
        (each, node) -> {
          if (!each.isRoot() && each.parent().equals(path)) {
            children.put(each.name(), node);
          }
        });
    return children;
  }
}
