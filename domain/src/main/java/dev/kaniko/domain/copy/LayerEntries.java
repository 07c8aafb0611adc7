package dev.kaniko.domain.copy;

import dev.kaniko.domain.filesystem.FileNode;
import dev.kaniko.domain.filesystem.FileNode.Directory;
import dev.kaniko.domain.filesystem.FileNode.InodeId;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.filesystem.LayerEntry;
import dev.kaniko.domain.filesystem.LayerEntry.HardLink;
import dev.kaniko.domain.filesystem.LayerEntry.Present;
import dev.kaniko.domain.filesystem.LayeredTree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Turns the files of a growing layer into its entries. */
final class LayerEntries {
  private LayerEntries() {}

  /**
   * The files of {@code layer} and the directories above them. Of the names that share an inode the
   * first is the file, the others are hard links to it.
   */
  static List<LayerEntry> of(LayeredTree layer) {
    Map<InodeId, FilePath> firstNames = new HashMap<>();
    List<LayerEntry> entries = new ArrayList<>();
    withParents(layer)
        .forEach(
            (path, node) -> {
              FilePath first =
                  node.sharedInode().map(id -> firstNames.putIfAbsent(id, path)).orElse(null);
              entries.add(
                  first == null ? new Present(path, node) : new HardLink(path, first, node));
            });
    return entries;
  }

  private static SortedMap<FilePath, FileNode> withParents(LayeredTree layer) {
    TreeMap<FilePath, FileNode> all = new TreeMap<>(layer.files());
    for (FilePath path : layer.files().keySet()) {
      FilePath parent = path.parent();
      while (!parent.isRoot() && !all.containsKey(parent)) {
        FilePath missing = parent;
        layer
            .lookup(missing)
            .filter(Directory.class::isInstance)
            .ifPresent(node -> all.put(missing, node));
        parent = parent.parent();
      }
    }
    // Whether the root itself changed does not matter to who applies the layer.
    all.remove(FilePath.ROOT);
    return all;
  }
}
