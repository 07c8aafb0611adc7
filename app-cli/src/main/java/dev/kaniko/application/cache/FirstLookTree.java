package dev.kaniko.application.cache;

import dev.kaniko.domain.filesystem.FileNode;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.filesystem.FileTree;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Supplier;

/** A tree that is made when somebody looks into it. May be used by several threads. */
final class FirstLookTree implements FileTree {
  private final Supplier<FileTree> origin;
  private Optional<FileTree> made = Optional.empty();

  FirstLookTree(Supplier<FileTree> origin) {
    this.origin = origin;
  }

  private synchronized FileTree tree() {
    if (made.isEmpty()) {
      made = Optional.of(origin.get());
    }
    return made.get();
  }

  @Override
  public Optional<FileNode> lookup(FilePath path) {
    return tree().lookup(path);
  }

  @Override
  public SortedMap<String, FileNode> children(FilePath path) {
    return tree().children(path);
  }
}
