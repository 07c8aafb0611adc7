package dev.kaniko.domain.copy;

import dev.kaniko.domain.filesystem.FileNode;
import dev.kaniko.domain.filesystem.FileNode.Directory;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.filesystem.FileTree;
import dev.kaniko.domain.pattern.IgnorePatterns;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A tree without the files that ignore patterns exclude. An excluded directory is still there when
 * something below it is not excluded.
 */
public final class FilteredTree implements FileTree {
  private final FileTree tree;
  private final IgnorePatterns excluded;

  public FilteredTree(FileTree tree, IgnorePatterns excluded) {
    this.tree = tree;
    this.excluded = excluded;
  }

  @Override
  public Optional<FileNode> lookup(FilePath path) {
    return tree.lookup(path).filter(node -> shows(path, node));
  }

  @Override
  public SortedMap<String, FileNode> children(FilePath path) {
    TreeMap<String, FileNode> shown = new TreeMap<>();
    tree.children(path)
        .forEach(
            (name, node) -> {
              if (shows(path.child(name), node)) {
                shown.put(name, node);
              }
            });
    return shown;
  }

  private boolean shows(FilePath path, FileNode node) {
    if (path.isRoot() || !excluded.excludes(path)) {
      return true;
    }
    return node instanceof Directory && excluded.mayIncludeBelow(path) && !children(path).isEmpty();
  }
}
