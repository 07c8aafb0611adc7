package dev.kaniko.adapters.rootfs.tree;

import dev.kaniko.adapters.rootfs.MemoryTree;
import dev.kaniko.domain.filesystem.FileTree;
import dev.kaniko.domain.filesystem.LayerEntry;
import dev.kaniko.domain.filesystem.LayerEntry.HardLink;
import dev.kaniko.domain.filesystem.LayerEntry.Present;
import java.util.List;

/** The fake that other tests build on must itself be a tree. */
class MemoryTreeTest implements FileTreeContract {
  @Override
  public FileTree treeOf(List<LayerEntry> entries) {
    MemoryTree tree = new MemoryTree();
    for (LayerEntry entry : entries) {
      switch (entry) {
        case Present present -> tree.put(present.path(), present.node());
        case HardLink link -> tree.put(link.path(), link.node());
        case LayerEntry.Whiteout _, LayerEntry.OpaqueWhiteout _ ->
            throw new IllegalArgumentException("nothing to take away");
      }
    }
    return tree;
  }
}
