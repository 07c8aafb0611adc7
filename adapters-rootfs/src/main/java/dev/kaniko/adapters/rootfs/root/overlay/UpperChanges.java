package dev.kaniko.adapters.rootfs.root.overlay;

import dev.kaniko.adapters.rootfs.root.ChangeSet;
import dev.kaniko.adapters.rootfs.root.FileComparison;
import dev.kaniko.adapters.rootfs.tree.DirectoryTree;
import dev.kaniko.adapters.rootfs.tree.DirectoryTree.View;
import dev.kaniko.domain.filesystem.FileNode;
import dev.kaniko.domain.filesystem.FileNode.Directory;
import dev.kaniko.domain.filesystem.FileNode.Special;
import dev.kaniko.domain.filesystem.FileNode.Special.Kind;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.filesystem.FileTree;
import dev.kaniko.domain.filesystem.LayerEntry;
import dev.kaniko.ports.failure.EnvironmentFailure;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Reads the changes out of the upper directory of an overlay.
 *
 * <p>The upper directory has more than what has changed: directories that hold a change, and files
 * that were opened for writing and left as they were. And a directory that was deleted and made
 * again only says that it hides all below: what is gone from it is told name by name, as readers
 * that apply layers to plain directories understand best.
 */
final class UpperChanges {
  private final FileTree before;
  private final DirectoryTree upper;
  private final DirectoryTree upperWithNotes;
  private final ChangeSet changes = new ChangeSet();
  private final Deque<Visit> ahead = new ArrayDeque<>();

  /**
   * A directory to look into.
   *
   * @param hides whether nothing of what was there before shows through
   */
  private record Visit(FilePath path, boolean hides) {}

  /**
   * @param before what was below the upper directory
   * @param upper stays open for as long as the contents shall be read
   */
  UpperChanges(FileTree before, DirectoryTree upper) {
    this.before = before;
    this.upper = upper;
    this.upperWithNotes = upper.as(View.WHOLE.withXattrs(OverlayAttributes::isWanted));
  }

  List<LayerEntry> read() throws IOException {
    see(FilePath.ROOT, upperWithNotes.lookup(FilePath.ROOT).orElseThrow(), false);
    while (!ahead.isEmpty()) {
      Visit visit = ahead.removeLast();
      SortedMap<String, FileNode> children = upperWithNotes.children(visit.path);
      if (visit.hides) {
        for (String name : before.children(visit.path).keySet()) {
          if (!children.containsKey(name)) {
            changes.remove(visit.path.child(name));
          }
        }
      }
      for (String name : children.keySet()) {
        see(visit.path.child(name), children.get(name), visit.hides);
      }
    }
    return changes.entries(upper);
  }

  private void see(FilePath path, FileNode node, boolean hides) throws IOException {
    Optional<FileNode> old = before.lookup(path);
    if (takesAway(node)) {
      old.ifPresent(_ -> changes.remove(path));
      return;
    }
    if (OverlayAttributes.isElsewhere(node)) {
      throw new EnvironmentFailure(
          path + " was renamed or copied by overlayfs in a way that cannot be read",
          "mount overlays with redirect_dir=off and metacopy=off");
    }
    FileNode plain = OverlayAttributes.without(node);
    if (old.isPresent() && isSame(path, old.get(), plain)) {
      changes.unchanged(path, plain);
    } else {
      changes.put(path, plain);
    }
    if (node instanceof Directory) {
      ahead.addLast(new Visit(path, hides || OverlayAttributes.isOpaque(node)));
    }
  }

  private static boolean isSame(FilePath path, FileNode old, FileNode now) throws IOException {
    return path.isRoot() ? FileComparison.isSameRoot(old, now) : FileComparison.isSame(old, now);
  }

  /** A whiteout; or a socket, which no layer can hold, in the place of something else. */
  private static boolean takesAway(FileNode node) {
    return node instanceof Special special
        && (special.kind() == Kind.SOCKET
            || (special.kind() == Kind.CHARACTER_DEVICE
                && special.major() == 0
                && special.minor() == 0));
  }
}
