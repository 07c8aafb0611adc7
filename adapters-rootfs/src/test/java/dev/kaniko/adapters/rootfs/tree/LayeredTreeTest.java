package dev.kaniko.adapters.rootfs.tree;

import dev.kaniko.adapters.rootfs.MemoryTree;
import dev.kaniko.domain.filesystem.FileTree;
import dev.kaniko.domain.filesystem.LayerEntry;
import dev.kaniko.domain.filesystem.LayeredTree;
import java.util.List;

/** The first half of the files from one layer, the others from one above it. */
class LayeredTreeTest implements FileTreeContract {
  @Override
  public FileTree treeOf(List<LayerEntry> entries) {
    int half = entries.size() / 2;
    return LayeredTree.of(
        new MemoryTree(), List.of(entries.subList(0, half), entries.subList(half, entries.size())));
  }
}
