package dev.kaniko.domain.filesystem;

import java.util.Optional;
import java.util.SortedMap;

/**
 * A file system that can be looked into: a build context, the root of a stage, an image's files.
 *
 * <p>No method follows a symbolic link, in any component of the path: {@link PathResolver} does
 * that, the same way for every tree and always inside the root. A tree is not changed while it is
 * read; what it gives stays true until its owner changes or closes it.
 */
public interface FileTree {

  /**
   * The node at exactly {@code path}: absent when nothing is there, or when a component above it is
   * not a directory. The root is always a directory.
   */
  Optional<FileNode> lookup(FilePath path);

  /**
   * The entries of the directory at {@code path} by name, in byte order; empty when no directory is
   * there.
   */
  SortedMap<String, FileNode> children(FilePath path);
}
