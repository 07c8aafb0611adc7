package dev.kaniko.adapters.rootfs.tree.write;

import dev.kaniko.adapters.rootfs.linux.DirectoryHandle;
import dev.kaniko.adapters.rootfs.linux.DirectoryHandle.Removal;
import dev.kaniko.adapters.rootfs.linux.FileStatus;
import dev.kaniko.domain.filesystem.FilePath;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Removes a directory with all that is in it, by descriptor: links are removed, not followed, and
 * mount points are not entered. Neither the stack nor the number of open files grows with the depth
 * of the tree.
 */
public final class TreeRemoval {
  private final Survivors survivors;
  private final Deque<Level> levels = new ArrayDeque<>();

  private TreeRemoval(Survivors survivors) {
    this.survivors = survivors;
  }

  /** Says what stays of a tree that is removed. A directory stays with whatever stays in it. */
  @FunctionalInterface
  public interface Survivors {
    Survivors NONE = path -> Fate.REMOVED;

    Fate of(FilePath path);
  }

  /** What happens to a file. */
  public enum Fate {
    /** It goes, and all below it, without asking. */
    REMOVED,
    /** It goes unless something below it stays. */
    LOOKED_INTO,
    /** It stays; what is below it is asked for. */
    KEPT,
    /** It stays with all that is below it. */
    LEFT_ALONE
  }

  /** A directory on the way down, with the directories in it that are still to be done. */
  private static final class Level {
    final String name;
    final FilePath path;
    final FileStatus status;
    final boolean asks;
    final Deque<String> directories = new ArrayDeque<>();
    boolean stays;

    Level(String name, FilePath path, FileStatus status, Fate fate) {
      this.name = name;
      this.path = path;
      this.status = status;
      this.asks = fate != Fate.REMOVED;
      this.stays = fate == Fate.KEPT;
    }
  }

  /**
   * Removes the entry {@code name} of {@code parent}, of any kind. Nothing happens when it is not
   * there.
   *
   * @param path where it is, for {@code survivors} and messages
   */
  public static void remove(DirectoryHandle parent, String name, FilePath path, Survivors survivors)
      throws IOException {
    Fate fate = survivors.of(path);
    if (fate == Fate.LEFT_ALONE) {
      return;
    }
    boolean kept =
        fate == Fate.KEPT && parent.status(name).filter(s -> !s.isDirectory()).isPresent();
    if (!kept && (fate == Fate.KEPT || parent.removeFile(name) == Removal.IS_DIRECTORY)) {
      new TreeRemoval(survivors).removeDirectory(parent, name, path, fate);
    }
  }

  /** Removes everything in {@code directory}, which itself stays. */
  public static void clear(DirectoryHandle directory, FilePath path, Survivors survivors)
      throws IOException {
    for (String name : directory.names()) {
      remove(directory, name, path.child(name), survivors);
    }
  }

  private void removeDirectory(DirectoryHandle parent, String name, FilePath path, Fate fate)
      throws IOException {
    FileStatus above = parent.self().status();
    DirectoryHandle at = parent.directory(name).orElse(null);
    if (at == null) {
      return;
    }
    try {
      enter(at, new Level(name, path, at.self().status(), fate), above);
      while (!levels.isEmpty()) {
        Level level = levels.getLast();
        DirectoryHandle next =
            level.directories.isEmpty() ? leave(at, level, above) : descend(at, level);
        at.close();
        at = next;
      }
    } finally {
      at.close();
    }
  }

  private DirectoryHandle descend(DirectoryHandle at, Level level) throws IOException {
    String name = level.directories.removeLast();
    FilePath path = level.asks ? level.path.child(name) : level.path;
    Fate fate = level.asks ? survivors.of(path) : Fate.REMOVED;
    DirectoryHandle child =
        at.directory(name)
            .orElseThrow(() -> new IOException(where() + " was changed while it was removed"));
    boolean entered = false;
    try {
      enter(child, new Level(name, path, child.self().status(), fate), level.status);
      entered = true;
      return child;
    } finally {
      if (!entered) {
        child.close();
      }
    }
  }

  /** Removes what is no directory, and notes the directories. */
  private void enter(DirectoryHandle directory, Level level, FileStatus above) throws IOException {
    levels.addLast(level);
    if (!level.status.isOnMountOf(above)) {
      throw new IOException(where() + " is a mount point and cannot be removed");
    }
    for (String name : directory.names()) {
      Fate fate = level.asks ? survivors.of(level.path.child(name)) : Fate.REMOVED;
      switch (fate) {
        case LEFT_ALONE -> level.stays = true;
        case KEPT -> {
          level.stays = true;
          if (directory.status(name).filter(FileStatus::isDirectory).isPresent()) {
            level.directories.addLast(name);
          }
        }
        case REMOVED, LOOKED_INTO -> {
          if (directory.removeFile(name) == Removal.IS_DIRECTORY) {
            level.directories.addLast(name);
          }
        }
      }
    }
  }

  /** For messages: the innermost directory that was entered. */
  private FilePath where() {
    FilePath path = levels.getFirst().path;
    for (Level level : levels) {
      path = level == levels.getFirst() ? path : path.child(level.name);
    }
    return path;
  }

  /** Goes up from a directory that is done with, and removes it. */
  private DirectoryHandle leave(DirectoryHandle at, Level level, FileStatus top)
      throws IOException {
    levels.removeLast();
    DirectoryHandle parent = at.parent();
    FileStatus expected = levels.isEmpty() ? top : levels.getLast().status;
    if (!parent.self().status().isSameFile(expected)) {
      parent.close();
      throw new IOException(level.name + " was moved while it was removed");
    }
    if (!level.stays) {
      parent.removeDirectory(level.name);
    } else if (!levels.isEmpty()) {
      levels.getLast().stays = true;
    }
    return parent;
  }
}
