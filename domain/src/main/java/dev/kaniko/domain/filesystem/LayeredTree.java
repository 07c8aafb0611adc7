package dev.kaniko.domain.filesystem;

import dev.kaniko.domain.filesystem.FileNode.Directory;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A tree as it looks with one layer laid over it, without touching the tree below. The layer is
 * given as a whole, or grows file by file.
 *
 * <p>Looking up costs O(depth), listing O(entries of that directory): nothing is copied.
 */
public final class LayeredTree implements FileTree {
  private final FileTree below;
  private final TreeMap<FilePath, FileNode> present = new TreeMap<>();
  private final Set<FilePath> whiteouts = new HashSet<>();
  private final Set<FilePath> opaque = new HashSet<>();

  /** Copies what it needs of {@code entries}, which may come in any order. */
  public LayeredTree(FileTree below, Iterable<LayerEntry> entries) {
    this.below = below;
    entries.forEach(this::add);
  }

  private void add(LayerEntry entry) {
    switch (entry) {
      case LayerEntry.Present(FilePath path, FileNode node) -> present.put(path, node);
      case LayerEntry.HardLink(FilePath path, FilePath _, FileNode node) -> present.put(path, node);
      case LayerEntry.Whiteout(FilePath path) -> whiteouts.add(path);
      case LayerEntry.OpaqueWhiteout(FilePath path) -> opaque.add(path);
    }
  }

  /**
   * Puts one more file into this layer. A file that is not a directory takes away what the layer
   * had below its path.
   */
  public void put(FilePath path, FileNode node) {
    if (!(node instanceof Directory)) {
      present.subMap(path, false, path.afterAllBelow(), false).clear();
    }
    present.put(path, node);
  }

  /** The files of this layer itself, in the order of their paths. */
  public SortedMap<FilePath, FileNode> files() {
    return Collections.unmodifiableSortedMap(present);
  }

  /** {@code base} with {@code layers} laid over it, the first lowest. */
  public static FileTree of(FileTree base, List<? extends Iterable<LayerEntry>> layers) {
    FileTree tree = base;
    for (Iterable<LayerEntry> layer : layers) {
      tree = new LayeredTree(tree, layer);
    }
    return tree;
  }

  @Override
  public Optional<FileNode> lookup(FilePath path) {
    FileNode own = present.get(path);
    if (own != null) {
      return Optional.of(own);
    }
    return showsBelow(path) ? below.lookup(path) : Optional.empty();
  }

  @Override
  public SortedMap<String, FileNode> children(FilePath path) {
    if (lookup(path).filter(Directory.class::isInstance).isEmpty()) {
      return new TreeMap<>();
    }
    TreeMap<String, FileNode> children = new TreeMap<>();
    if (showsInside(path)) {
      below
          .children(path)
          .forEach(
              (name, node) -> {
                if (!whiteouts.contains(path.child(name))) {
                  children.put(name, node);
                }
              });
    }
    ownChildren(path, children);
    return children;
  }

  /** Steps from child to child, jumping over what is deeper, so as not to read whole subtrees. */
  private void ownChildren(FilePath directory, SortedMap<String, FileNode> into) {
    FilePath next = present.higherKey(directory);
    while (next != null && next.isAtOrBelow(directory)) {
      String name = next.relativeTo(directory);
      int slash = name.indexOf('/');
      if (slash < 0) {
        into.put(name, present.get(next));
        next = present.higherKey(next);
      } else {
        // An entry whose directory is only in the tree below; skip past everything under it.
        next = present.higherKey(directory.child(name.substring(0, slash)).afterAllBelow());
      }
    }
  }

  /** True when the path itself, not being an entry here, is seen as the tree below has it. */
  private boolean showsBelow(FilePath path) {
    if (whiteouts.contains(path)) {
      return false;
    }
    return path.isRoot() || showsInside(path.parent());
  }

  /** True when the lower tree's children of {@code directory} are seen. */
  private boolean showsInside(FilePath directory) {
    for (FilePath at = directory; ; at = at.parent()) {
      if (whiteouts.contains(at) || opaque.contains(at)) {
        return false;
      }
      FileNode own = present.get(at);
      if (own != null && !(own instanceof Directory)) {
        return false;
      }
      if (at.isRoot()) {
        return true;
      }
    }
  }
}
