package dev.kaniko.e2e.image;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The file system that layers make when they are applied one upon the other.
 *
 * @see <a href="https://github.com/opencontainers/image-spec/blob/main/layer.md">layer.md</a>
 */
final class FlatTree {
  private static final int MOST_SYMLINKS = 40;
  private static final LayerEntry IMPLIED_DIRECTORY =
      new LayerEntry(
          new TarHeader("./", FileKind.DIRECTORY, 0755, 0, 0, 0, 0, "", "", new TreeMap<>()),
          Content.NONE);

  /** Paths of one inode hold the same object. */
  private final NavigableMap<String, Inode> inodes = new TreeMap<>();

  /** Equal to nothing but itself. */
  private static final class Inode {
    private final LayerEntry origin;

    Inode(LayerEntry origin) {
      this.origin = origin;
    }
  }

  FlatTree() {
    inodes.put("", new Inode(IMPLIED_DIRECTORY));
  }

  /** Whiteouts reach what lower layers left, never what this one brings, wherever they stand. */
  void apply(Layer layer) {
    for (LayerEntry entry : layer.entries()) {
      if (entry.isOpaqueMark()) {
        removeBelow(resolve(TreePaths.parent(entry.path())));
      } else if (entry.isWhiteout()) {
        remove(resolveParent(entry.removed()));
      }
    }
    for (LayerEntry entry : layer.entries()) {
      if (!entry.isOpaqueMark() && !entry.isWhiteout()) {
        place(entry);
      }
    }
  }

  /** Every path with what it holds. */
  SortedMap<String, FileState> files() {
    Map<Inode, Set<String>> names = new HashMap<>();
    inodes.forEach((path, inode) -> names.computeIfAbsent(inode, i -> new HashSet<>()).add(path));
    SortedMap<String, FileState> files = new TreeMap<>();
    inodes.forEach(
        (path, inode) ->
            files.put(path, new FileState(inode.origin, new TreeSet<>(names.get(inode)))));
    return files;
  }

  private void place(LayerEntry entry) {
    String path = resolveParent(entry.path());
    makeParents(path);
    switch (entry.header().kind()) {
      case DIRECTORY -> {
        Inode before = inodes.get(path);
        if (before != null && kind(before) != FileKind.DIRECTORY) {
          remove(path);
        }
        inodes.put(path, new Inode(entry));
      }
      case HARD_LINK -> link(path, entry);
      case FILE, SYMLINK, CHARACTER_DEVICE, BLOCK_DEVICE, FIFO -> {
        remove(path);
        inodes.put(path, new Inode(entry));
      }
    }
  }

  private void link(String path, LayerEntry entry) {
    String target = resolveParent(clean(entry.header().linkTarget()));
    Inode inode = inodes.get(target);
    if (inode == null || kind(inode) == FileKind.DIRECTORY) {
      throw new MalformedImage(path + " is a hard link to " + target + ", which is no file here");
    }
    if (!path.equals(target)) {
      remove(path);
    }
    inodes.put(path, inode);
  }

  private void makeParents(String path) {
    String parent = TreePaths.parent(path);
    if (path.isEmpty() || inodes.containsKey(parent)) {
      return;
    }
    makeParents(parent);
    inodes.put(parent, new Inode(IMPLIED_DIRECTORY));
  }

  private void remove(String path) {
    if (!path.isEmpty()) {
      removeBelow(path);
      inodes.remove(path);
    }
  }

  private void removeBelow(String directory) {
    if (directory.isEmpty()) {
      inodes.keySet().removeIf(path -> !path.isEmpty());
    } else {
      // '0' follows '/': the range holds exactly the paths that begin with "directory/".
      inodes.subMap(directory + "/", directory + "0").clear();
    }
  }

  private static FileKind kind(Inode inode) {
    return inode.origin.header().kind();
  }

  private String resolveParent(String path) {
    return path.isEmpty()
        ? ""
        : TreePaths.child(resolve(TreePaths.parent(path)), TreePaths.name(path));
  }

  /** Follows the symlinks on the way, as a reader inside the root does. */
  private String resolve(String path) {
    Deque<String> todo = new ArrayDeque<>(components(path));
    String reached = "";
    int followed = 0;
    while (!todo.isEmpty()) {
      String name = todo.pop();
      if (name.equals("..")) {
        reached = TreePaths.parent(reached);
        continue;
      }
      String next = TreePaths.child(reached, name);
      Inode inode = inodes.get(next);
      if (inode == null || kind(inode) != FileKind.SYMLINK) {
        reached = next;
        continue;
      }
      if (++followed > MOST_SYMLINKS) {
        throw new MalformedImage("too many symlinks on the way to " + path);
      }
      String target = inode.origin.header().linkTarget();
      components(target).reversed().forEach(todo::push);
      reached = target.startsWith("/") ? "" : reached;
    }
    return reached;
  }

  private static List<String> components(String path) {
    return Arrays.stream(path.split("/")).filter(c -> !c.isEmpty() && !c.equals(".")).toList();
  }

  private static String clean(String path) {
    return String.join("/", components(path));
  }
}
