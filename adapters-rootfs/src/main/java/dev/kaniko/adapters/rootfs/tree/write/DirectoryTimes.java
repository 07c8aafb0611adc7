package dev.kaniko.adapters.rootfs.tree.write;

import dev.kaniko.adapters.rootfs.linux.DirectoryHandle;
import dev.kaniko.adapters.rootfs.linux.Errno;
import dev.kaniko.adapters.rootfs.linux.ErrnoException;
import dev.kaniko.adapters.rootfs.linux.ThisProcess;
import dev.kaniko.domain.filesystem.FilePath;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The mtimes that directories shall have in the end: every file made in a directory changes its
 * time, so all are set after everything else. What was removed meanwhile is passed over; what was
 * made anew has told its new time.
 */
final class DirectoryTimes {
  private final TreeMap<FilePath, Instant> times = new TreeMap<>();

  /** Remembers the time of a directory in which something is about to change. */
  void keep(FilePath path, DirectoryHandle directory) throws IOException {
    if (!times.containsKey(path)) {
      times.put(path, directory.self().status().modified());
    }
  }

  void set(FilePath path, Instant modified) {
    times.put(path, modified);
  }

  /**
   * Sets them all, from directory to directory in the order of their paths: what is near is reached
   * by a step or two, and a deep tree does not cost its depth for each of its directories.
   */
  void apply(DirectoryHandle root) throws IOException {
    FilePath reached = FilePath.ROOT;
    DirectoryHandle at = root.findDirectory(reached).orElseThrow();
    try {
      for (Map.Entry<FilePath, Instant> entry : times.entrySet()) {
        FilePath goal = entry.getKey();
        while (!goal.isAtOrBelow(reached)) {
          at = moved(at, at.parent());
          reached = reached.parent();
        }
        for (String name : namesBetween(reached, goal)) {
          Optional<DirectoryHandle> next = at.directory(name);
          if (next.isEmpty()) {
            break;
          }
          at = moved(at, next.get());
          reached = reached.child(name);
        }
        if (reached.equals(goal)) {
          setTime(at, entry.getValue());
        }
      }
    } finally {
      at.close();
    }
    times.clear();
  }

  /** Somebody else's directory, which this process may write to, has its time from the kernel. */
  private static void setTime(DirectoryHandle directory, Instant modified) throws IOException {
    try {
      directory.self().setModified(modified);
    } catch (ErrnoException e) {
      if (!e.is(Errno.EPERM) || directory.self().status().uid() == ThisProcess.effectiveUser()) {
        throw e;
      }
    }
  }

  private static DirectoryHandle moved(DirectoryHandle from, DirectoryHandle to)
      throws IOException {
    from.close();
    return to;
  }

  private static List<String> namesBetween(FilePath directory, FilePath below) {
    String between = below.relativeTo(directory);
    return between.isEmpty() ? List.of() : List.of(between.split("/"));
  }
}
