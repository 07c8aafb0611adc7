package dev.kaniko.adapters.rootfs.root.guest;

import dev.kaniko.adapters.rootfs.linux.DirectoryHandle;
import dev.kaniko.adapters.rootfs.linux.Errno;
import dev.kaniko.adapters.rootfs.linux.ErrnoException;
import dev.kaniko.adapters.rootfs.linux.FileHandle;
import dev.kaniko.adapters.rootfs.linux.FileStatus;
import dev.kaniko.adapters.rootfs.tree.LeftAlone;
import dev.kaniko.adapters.rootfs.tree.write.TreeRemoval.Fate;
import dev.kaniko.domain.filesystem.FilePath;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What stays of the pod when all is removed that the guest may remove, as it was at first: files of
 * others, and the directories that hold these or something left alone.
 */
final class Fixtures {
  private final DirectoryHandle pod;
  private final Guest guest;
  private final List<FilePath> closed = new ArrayList<>();
  private LeftAlone leftAlone;
  private final NavigableMap<FilePath, FileStatus> files = new TreeMap<>();

  private Fixtures(DirectoryHandle pod, LeftAlone leftAlone, Guest guest) {
    this.pod = pod;
    this.leftAlone = leftAlone;
    this.guest = guest;
  }

  /** Looks through the pod and changes nothing. */
  static Fixtures of(DirectoryHandle pod, LeftAlone leftAlone, Guest guest) throws IOException {
    Fixtures fixtures = new Fixtures(pod, leftAlone, guest);
    fixtures.files.put(FilePath.ROOT, pod.self().status());
    Deque<FilePath> ahead = new ArrayDeque<>();
    ahead.add(FilePath.ROOT);
    while (!ahead.isEmpty()) {
      fixtures.look(ahead.removeLast(), ahead);
    }
    fixtures.leftAlone = leftAlone.with(fixtures.closed);
    return fixtures;
  }

  private void look(FilePath path, Deque<FilePath> ahead) throws IOException {
    Optional<DirectoryHandle> found = open(path);
    if (found.isEmpty()) {
      return;
    }
    try (DirectoryHandle directory = found.get()) {
      FileStatus own = directory.self().status();
      for (String name : directory.names()) {
        FilePath child = path.child(name);
        Optional<FileStatus> status = directory.status(name);
        if (leftAlone.covers(child)) {
          stays(path);
        } else if (status.isPresent()) {
          if (!guest.mayRemove(status.get(), own)) {
            stays(path);
            files.put(child, status.get());
          }
          if (status.get().isDirectory()) {
            ahead.addLast(child);
          }
        }
      }
    }
  }

  /** A directory of somebody else's that cannot be read is left alone: commands see none of it. */
  private Optional<DirectoryHandle> open(FilePath path) throws IOException {
    try {
      return pod.findDirectory(path, false);
    } catch (ErrnoException e) {
      if (!e.is(Errno.EACCES)) {
        throw e;
      }
      closed.add(path);
      stays(path.parent());
      return Optional.empty();
    }
  }

  private void stays(FilePath directory) throws IOException {
    FilePath path = directory;
    while (!files.containsKey(path)) {
      try (FileHandle handle = pod.find(path, false).orElseThrow()) {
        files.put(path, handle.status());
      }
      path = path.parent();
    }
  }

  /** Directories that cannot be read, and are left alone for that. */
  List<FilePath> closed() {
    return List.copyOf(closed);
  }

  NavigableMap<FilePath, FileStatus> files() {
    return Collections.unmodifiableNavigableMap(files);
  }

  LeftAlone leftAlone() {
    return leftAlone;
  }

  Guest guest() {
    return guest;
  }

  /** A directory or file that stays and whose metadata the guest cannot set. */
  boolean isOfAnother(FilePath path) {
    return files.containsKey(path) && !guest.owns(files.get(path));
  }

  /** What happens to a path when the pod is cleared. */
  Fate fate(FilePath path) {
    if (leftAlone.covers(path)) {
      return Fate.LEFT_ALONE;
    }
    if (files.containsKey(path)) {
      return Fate.KEPT;
    }
    FilePath next = files.higherKey(path);
    return next != null && next.isAtOrBelow(path) ? Fate.LOOKED_INTO : Fate.REMOVED;
  }
}
