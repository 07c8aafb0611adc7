package dev.kaniko.adapters.rootfs.root.directory;

import dev.kaniko.adapters.rootfs.linux.FileStatus;
import dev.kaniko.adapters.rootfs.root.ChangeSet;
import dev.kaniko.adapters.rootfs.tree.LeftAlone;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.filesystem.FileTree;
import dev.kaniko.domain.filesystem.LayerEntry;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Tells what has changed between two indexes of one root.
 *
 * <p>A file has changed when anything of it has, and be it only the ctime: that cannot be set from
 * user space, so that a file whose content was changed and whose mtime was set back is found. A
 * file that was touched and left as it was, by a chown to its own owner for instance, is then told
 * as well, though BuildKit would see that it is the same: what it was before is known no more.
 */
final class IndexComparison {
  private static final DirectoryRecord NOTHING = new DirectoryRecord(new TreeMap<>(), Map.of());

  private final FileTree now;
  private final LeftAlone covered;
  private final ChangeSet changes = new ChangeSet();
  private final Deque<Visit> ahead = new ArrayDeque<>();

  private record Visit(FilePath path, DirectoryRecord before, DirectoryRecord after) {}

  private IndexComparison(FileTree now, LeftAlone covered) {
    this.now = now;
    this.covered = covered;
  }

  /**
   * The changes as the entries of a layer.
   *
   * @param now the files at the time of {@code after}
   * @param covered is known not to have changed, whatever the indexes say
   */
  static List<LayerEntry> changes(
      MetadataIndex before, MetadataIndex after, FileTree now, LeftAlone covered) {
    IndexComparison comparison = new IndexComparison(now, covered);
    comparison.seeBoth(FilePath.ROOT, before.top(), 0, after.top(), 0);
    while (!comparison.ahead.isEmpty()) {
      comparison.compare(comparison.ahead.removeLast());
    }
    return comparison.changes.entries(now);
  }

  /** Goes through two directories side by side, in the order of the names. */
  private void compare(Visit visit) {
    DirectoryRecord before = visit.before;
    DirectoryRecord after = visit.after;
    int i = 0;
    int j = 0;
    while (i < before.size() || j < after.size()) {
      int order = order(before, i, after, j);
      if (order < 0) {
        removed(visit.path.child(before.name(i)), before.type(i));
        i++;
      } else if (order > 0) {
        added(visit.path.child(after.name(j)), after, j);
        j++;
      } else {
        seeBoth(visit.path.child(after.name(j)), before, i, after, j);
        i++;
        j++;
      }
    }
  }

  private static int order(DirectoryRecord before, int i, DirectoryRecord after, int j) {
    if (i == before.size()) {
      return 1;
    }
    return j == after.size() ? -1 : before.name(i).compareTo(after.name(j));
  }

  /** A socket was never in a layer, and need not be taken away by one. */
  private void removed(FilePath path, FileStatus.Type type) {
    if (type != FileStatus.Type.SOCKET && !covered.covers(path)) {
      changes.remove(path);
    }
  }

  private void added(FilePath path, DirectoryRecord after, int j) {
    if (after.type(j) != FileStatus.Type.SOCKET && !covered.covers(path)) {
      put(path);
      after.directory(j).ifPresent(inside -> ahead.addLast(new Visit(path, NOTHING, inside)));
    }
  }

  private void seeBoth(FilePath path, DirectoryRecord before, int i, DirectoryRecord after, int j) {
    if (covered.covers(path)) {
      return;
    }
    if (after.type(j) == FileStatus.Type.SOCKET) {
      removed(path, before.type(i));
      return;
    }
    Optional<DirectoryRecord> inside = after.directory(j);
    if (inside.isEmpty()) {
      if (!after.isSame(j, before, i)) {
        put(path);
      }
      return;
    }
    // Each command that makes a top-level file changes the root's time, which no layer keeps.
    boolean timeCounts = !path.isRoot();
    if (!after.isSameDirectory(j, before, i, timeCounts)) {
      put(path);
    }
    ahead.addLast(new Visit(path, before.directory(i).orElse(NOTHING), inside.get()));
  }

  private void put(FilePath path) {
    now.lookup(path).ifPresent(node -> changes.put(path, node));
  }
}
