package dev.kaniko.domain.filesystem;

import dev.kaniko.domain.filesystem.FileNode.Directory;
import dev.kaniko.domain.filesystem.LayerEntry.HardLink;
import dev.kaniko.domain.filesystem.LayerEntry.OpaqueWhiteout;
import dev.kaniko.domain.filesystem.LayerEntry.Present;
import dev.kaniko.domain.filesystem.LayerEntry.Whiteout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Makes one layer of several: applied to any tree, it gives what they give one after another. */
public final class LayerMerge {
  private final TreeMap<FilePath, FileNode> files = new TreeMap<>();
  private final TreeSet<FilePath> whiteouts = new TreeSet<>();
  private final TreeSet<FilePath> opaque = new TreeSet<>();

  /** For files with several names: what their names have in common. */
  private final TreeMap<FilePath, LinkGroup> groups = new TreeMap<>();

  /** The names of one file; equal to itself alone. */
  private static final class LinkGroup {}

  /** The next layer, over those added before. */
  public void add(List<LayerEntry> layer) {
    // A layer's whiteouts are about the layers below it, wherever they stand in it.
    for (LayerEntry entry : layer) {
      switch (entry) {
        case Whiteout(FilePath path) -> {
          clearBelow(path);
          files.remove(path);
          groups.remove(path);
          opaque.remove(path);
          whiteouts.add(path);
        }
        case OpaqueWhiteout(FilePath path) -> {
          clearBelow(path);
          opaque.add(path);
        }
        case Present _, HardLink _ -> {}
      }
    }
    for (LayerEntry entry : layer) {
      switch (entry) {
        case Present(FilePath path, FileNode node) -> put(path, node);
        case HardLink(FilePath path, FilePath target, FileNode node) -> {
          put(path, node);
          groups.put(path, groups.computeIfAbsent(target, _ -> new LinkGroup()));
        }
        case Whiteout _, OpaqueWhiteout _ -> {}
      }
    }
  }

  private void put(FilePath path, FileNode node) {
    FileNode before = files.put(path, node);
    groups.remove(path);
    boolean wasGone = whiteouts.remove(path);
    if (node instanceof Directory) {
      // What hid the lower layers' files below this path is not seen any more: say it again.
      if (wasGone || (before != null && !(before instanceof Directory))) {
        opaque.add(path);
      }
    } else {
      clearBelow(path);
      opaque.remove(path);
    }
  }

  private void clearBelow(FilePath directory) {
    FilePath last = directory.afterAllBelow();
    files.subMap(directory, false, last, false).clear();
    groups.subMap(directory, false, last, false).clear();
    whiteouts.subSet(directory, false, last, false).clear();
    opaque.subSet(directory, false, last, false).clear();
  }

  /** The one layer, in the order of paths. */
  public List<LayerEntry> entries() {
    TreeSet<FilePath> paths = new TreeSet<>(files.keySet());
    paths.addAll(whiteouts);
    paths.addAll(opaque);
    Map<LinkGroup, FilePath> firstNames = new HashMap<>();
    List<LayerEntry> entries = new ArrayList<>();
    for (FilePath path : paths) {
      if (whiteouts.contains(path)) {
        entries.add(new Whiteout(path));
      }
      FileNode node = files.get(path);
      if (node != null) {
        LinkGroup group = groups.get(path);
        FilePath first = group == null ? null : firstNames.putIfAbsent(group, path);
        entries.add(first == null ? new Present(path, node) : new HardLink(path, first, node));
      }
      if (opaque.contains(path)) {
        entries.add(new OpaqueWhiteout(path));
      }
    }
    return entries;
  }
}
