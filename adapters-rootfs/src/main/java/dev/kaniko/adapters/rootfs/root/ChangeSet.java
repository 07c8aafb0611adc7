package dev.kaniko.adapters.rootfs.root;

import dev.kaniko.domain.filesystem.FileNode;
import dev.kaniko.domain.filesystem.FileNode.Directory;
import dev.kaniko.domain.filesystem.FileNode.InodeId;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.filesystem.FileTree;
import dev.kaniko.domain.filesystem.LayerEntry;
import dev.kaniko.ports.failure.UnsafeContentFailure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Gathers what has changed, in any order, and gives it as the entries of a layer. */
public final class ChangeSet {
  /** As long as the paths that are accepted from a layer. */
  private static final int LONGEST_PATH = 4 * 4096;

  private final TreeMap<FilePath, FileNode> present = new TreeMap<>();
  private final TreeMap<FilePath, FileNode> unchangedLinks = new TreeMap<>();
  private final Set<FilePath> removed = new TreeSet<>();

  /** A file that is new or changed. */
  public void put(FilePath path, FileNode node) {
    present.put(checked(path), node);
  }

  /** A file that is there and as it was: it matters when another of its names has changed. */
  public void unchanged(FilePath path, FileNode node) {
    if (node.sharedInode().isPresent()) {
      unchangedLinks.put(path, node);
    }
  }

  /** A file or tree that is gone; what was in it need not be told. */
  public void remove(FilePath path) {
    removed.add(checked(path));
  }

  /**
   * The entries in the order of their paths, the directories that hold them included.
   *
   * @param now the files as they are after the changes, where the directories are looked up
   */
  public List<LayerEntry> entries(FileTree now) {
    putOtherNames();
    putParents(now);
    TreeMap<FilePath, LayerEntry> entries = new TreeMap<>();
    removed.forEach(path -> entries.put(path, new LayerEntry.Whiteout(path)));
    Map<InodeId, FilePath> firstNames = new HashMap<>();
    present.forEach(
        (path, node) -> {
          FilePath first =
              node.sharedInode().map(inode -> firstNames.putIfAbsent(inode, path)).orElse(null);
          entries.put(
              path,
              first == null
                  ? new LayerEntry.Present(path, node)
                  : new LayerEntry.HardLink(path, first, node));
        });
    return List.copyOf(entries.values());
  }

  /** A reader that sees one name of a file change and not the others would make two files of it. */
  private void putOtherNames() {
    Set<InodeId> changed = new HashSet<>();
    present.values().forEach(node -> node.sharedInode().ifPresent(changed::add));
    unchangedLinks.forEach(
        (path, node) -> {
          if (changed.contains(node.sharedInode().orElseThrow())) {
            put(path, node);
          }
        });
  }

  private void putParents(FileTree now) {
    List<FilePath> paths = new ArrayList<>(present.keySet());
    paths.addAll(removed);
    for (FilePath path : paths) {
      FilePath parent = path.parent();
      while (!parent.isRoot() && !present.containsKey(parent)) {
        Optional<FileNode> node = now.lookup(parent);
        if (node.isEmpty() || !(node.get() instanceof Directory)) {
          throw new IllegalArgumentException("no directory holds " + path);
        }
        present.put(parent, node.get());
        parent = parent.parent();
      }
    }
  }

  private static FilePath checked(FilePath path) {
    if (path.bytes().length() > LONGEST_PATH) {
      throw new UnsafeContentFailure(
          path.bytes().substring(0, 100) + "...",
          "a path of more than " + LONGEST_PATH + " bytes cannot be put into a layer");
    }
    if (path.name().startsWith(".wh.")) {
      throw new UnsafeContentFailure(
          path.toString(),
          "a file whose name starts with .wh. cannot be put into a layer, where such names mark"
              + " what is deleted: remove or rename it");
    }
    return path;
  }
}
