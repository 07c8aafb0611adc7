package dev.kaniko.adapters.rootfs.root.overlay;

import dev.kaniko.domain.filesystem.FileNode;
import dev.kaniko.domain.filesystem.FileNode.Directory;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.filesystem.LayerEntry;
import dev.kaniko.domain.filesystem.LayerEntry.HardLink;
import dev.kaniko.domain.filesystem.LayerEntry.OpaqueWhiteout;
import dev.kaniko.domain.filesystem.LayerEntry.Present;
import dev.kaniko.domain.filesystem.LayerEntry.Whiteout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Makes one layer of several: laid over anything, it does what they do one after another. */
final class MergedLayers {
  private final TreeMap<FilePath, Item> present = new TreeMap<>();
  private final NavigableSet<FilePath> whiteouts = new TreeSet<>();
  private final NavigableSet<FilePath> opaque = new TreeSet<>();

  /** One inode of one layer. */
  private record LinkSet(int layer, FilePath firstName) {}

  private record Item(FileNode node, LinkSet links) {}

  private MergedLayers() {}

  /**
   * @param layers the lowest first
   */
  static List<LayerEntry> of(List<List<LayerEntry>> layers) {
    MergedLayers merged = new MergedLayers();
    for (int layer = 0; layer < layers.size(); layer++) {
      merged.add(layers.get(layer), layer);
    }
    return merged.entries();
  }

  private void add(List<LayerEntry> entries, int layer) {
    for (LayerEntry entry : entries) {
      switch (entry) {
        case Whiteout(FilePath path) -> {
          forgetBelow(path);
          present.remove(path);
          opaque.remove(path);
          whiteouts.add(path);
        }
        case OpaqueWhiteout(FilePath path) -> {
          forgetBelow(path);
          if (!whiteouts.contains(path)) {
            opaque.add(path);
          }
        }
        case Present _, HardLink _ -> {}
      }
    }
    for (LayerEntry entry : entries) {
      switch (entry) {
        case Present(FilePath path, FileNode node) ->
            put(path, new Item(node, new LinkSet(layer, path)));
        case HardLink(FilePath path, FilePath target, FileNode node) ->
            put(path, new Item(node, new LinkSet(layer, target)));
        case Whiteout _, OpaqueWhiteout _ -> {}
      }
    }
  }

  private void put(FilePath path, Item item) {
    boolean wasGone = whiteouts.remove(path);
    Item old = present.put(path, item);
    if (!(item.node instanceof Directory)) {
      forgetBelow(path);
      opaque.remove(path);
    } else if (wasGone || (old != null && !(old.node instanceof Directory))) {
      // What the layers hid by a file or a whiteout must not show through the new directory.
      opaque.add(path);
    }
  }

  private void forgetBelow(FilePath path) {
    removeBelow(path, present.tailMap(path, false).keySet().iterator());
    removeBelow(path, whiteouts.tailSet(path, false).iterator());
    removeBelow(path, opaque.tailSet(path, false).iterator());
  }

  private static void removeBelow(FilePath path, Iterator<FilePath> following) {
    while (following.hasNext() && following.next().isAtOrBelow(path)) {
      following.remove();
    }
  }

  private List<LayerEntry> entries() {
    Map<LinkSet, FilePath> firstNames = new HashMap<>();
    TreeMap<FilePath, List<LayerEntry>> entries = new TreeMap<>();
    present.forEach(
        (path, item) -> {
          FilePath first = firstNames.putIfAbsent(item.links, path);
          LayerEntry entry =
              first == null ? new Present(path, item.node) : new HardLink(path, first, item.node);
          entries.computeIfAbsent(path, _ -> new ArrayList<>()).add(entry);
        });
    whiteouts.forEach(path -> entries.put(path, List.of(new Whiteout(path))));
    opaque.forEach(
        path ->
            entries.computeIfAbsent(path, _ -> new ArrayList<>()).add(new OpaqueWhiteout(path)));
    return entries.values().stream().flatMap(List::stream).toList();
  }
}
