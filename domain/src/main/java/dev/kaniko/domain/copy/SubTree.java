package dev.kaniko.domain.copy;

import dev.kaniko.domain.filesystem.FileNode;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.filesystem.FileTree;
import java.util.Optional;
import java.util.SortedMap;

/** A directory of a tree, seen as a tree of its own: links inside it cannot lead above it. */
public record SubTree(FileTree tree, FilePath top) implements FileTree {
  @Override
  public Optional<FileNode> lookup(FilePath path) {
    return tree.lookup(inTree(path));
  }

  @Override
  public SortedMap<String, FileNode> children(FilePath path) {
    return tree.children(inTree(path));
  }

  /** The path in the whole tree. */
  FilePath inTree(FilePath path) {
    return path.isRoot() ? top : top.isRoot() ? path : new FilePath(top.bytes() + path.bytes());
  }
}
