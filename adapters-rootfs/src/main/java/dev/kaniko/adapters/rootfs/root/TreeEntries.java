package dev.kaniko.adapters.rootfs.root;

import dev.kaniko.domain.filesystem.FileNode.Directory;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.filesystem.FileTree;
import dev.kaniko.domain.filesystem.LayerEntry;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** A whole tree as the entries of one layer. */
public final class TreeEntries {
  private TreeEntries() {}

  /** Everything in {@code tree}, the root included, with the hard links that it has. */
  public static List<LayerEntry> of(FileTree tree) {
    ChangeSet all = new ChangeSet();
    tree.lookup(FilePath.ROOT).ifPresent(root -> all.put(FilePath.ROOT, root));
    Deque<FilePath> ahead = new ArrayDeque<>();
    ahead.add(FilePath.ROOT);
    while (!ahead.isEmpty()) {
      FilePath directory = ahead.removeLast();
      tree.children(directory)
          .forEach(
              (name, node) -> {
                all.put(directory.child(name), node);
                if (node instanceof Directory) {
                  ahead.addLast(directory.child(name));
                }
              });
    }
    return all.entries(tree);
  }
}
