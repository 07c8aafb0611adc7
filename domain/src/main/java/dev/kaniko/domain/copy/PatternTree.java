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
 * Of a tree only what a pattern matches, with all that is below it, and the directories above.
 *
 * @param wanted "excludes" what is to be seen
 */
record PatternTree(FileTree tree, IgnorePatterns wanted) implements FileTree {
  @Override
  public Optional<FileNode> lookup(FilePath path) {
    return tree.lookup(path).filter(node -> shows(path, node));
  }

  @Override
  public SortedMap<String, FileNode> children(FilePath path) {
    TreeMap<String, FileNode> shown = new TreeMap<>();
    if (!wanted.excludes(path) && !wanted.mayExcludeBelow(path)) {
      return shown;
    }
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
    return path.isRoot()
        || wanted.excludes(path)
        || (node instanceof Directory && !children(path).isEmpty());
  }
}
