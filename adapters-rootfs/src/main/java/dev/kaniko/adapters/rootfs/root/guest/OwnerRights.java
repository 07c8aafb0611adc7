package dev.kaniko.adapters.rootfs.root.guest;

import dev.kaniko.adapters.rootfs.linux.DirectoryHandle;
import dev.kaniko.adapters.rootfs.linux.FileHandle;
import dev.kaniko.adapters.rootfs.linux.FileStatus;
import dev.kaniko.adapters.rootfs.root.directory.FileIdentity;
import dev.kaniko.domain.filesystem.FilePath;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Gives the owner rights that the builder needs and cannot do without: it is not root, who needs
 * none.
 *
 * @param directories the bits that every directory gets; {@code files} those of regular files
 * @param untouched the ctimes of files that shall stay as they are while they have them: a change
 *     of the mode would be a change
 */
record OwnerRights(int directories, int files, Map<FileIdentity, Long> untouched) {
  private static final int TO_READ_DIRECTORY = 0500;
  private static final int TO_READ_FILE = 0400;

  OwnerRights {
    untouched = Map.copyOf(untouched);
  }

  /** To change everything. */
  static OwnerRights toChange() {
    return new OwnerRights(0700, 0, Map.of());
  }

  /** To look at the metadata of everything. */
  static OwnerRights toList() {
    return new OwnerRights(TO_READ_DIRECTORY, 0, Map.of());
  }

  /** To read all files but those that have not changed. */
  static OwnerRights toRead(Map<FileIdentity, Long> unchanged) {
    return new OwnerRights(TO_READ_DIRECTORY, TO_READ_FILE, unchanged);
  }

  /**
   * Gives them to all files of the guest's in the pod that lack one.
   *
   * @return the modes that files had before, where that is another
   */
  Map<FileIdentity, Integer> give(DirectoryHandle pod, Fixtures fixtures) throws IOException {
    Map<FileIdentity, Integer> before = new HashMap<>();
    FileStatus root = pod.self().status();
    if (fixtures.guest().owns(root) && (root.permissions() & directories) != directories) {
      pod.self().setMode(root.permissions() | directories);
      before.put(FileIdentity.of(root), root.permissions());
    }
    Deque<FilePath> ahead = new ArrayDeque<>();
    ahead.add(FilePath.ROOT);
    while (!ahead.isEmpty()) {
      ahead.addAll(giveInside(pod, ahead.removeLast(), fixtures, before));
    }
    return before;
  }

  /** Gives the directories that are inside. */
  private List<FilePath> giveInside(
      DirectoryHandle pod, FilePath path, Fixtures fixtures, Map<FileIdentity, Integer> before)
      throws IOException {
    Optional<DirectoryHandle> found = pod.findDirectory(path, false);
    if (found.isEmpty()) {
      return List.of();
    }
    List<FilePath> inside = new ArrayList<>();
    try (DirectoryHandle directory = found.get()) {
      FileStatus own = directory.self().status();
      for (String name : directory.names()) {
        FilePath child = path.child(name);
        Optional<FileStatus> status = directory.status(name).filter(own::isOnMountOf);
        if (status.isPresent() && !fixtures.leftAlone().covers(child)) {
          if (fixtures.guest().owns(status.get())) {
            giveTo(directory, name, status.get(), before);
          }
          if (status.get().isDirectory()) {
            inside.add(child);
          }
        }
      }
    }
    return inside;
  }

  private void giveTo(
      DirectoryHandle directory, String name, FileStatus status, Map<FileIdentity, Integer> before)
      throws IOException {
    int bits =
        switch (status.type()) {
          case DIRECTORY -> directories;
          case REGULAR -> files;
          case SYMLINK, CHARACTER_DEVICE, BLOCK_DEVICE, FIFO, SOCKET -> 0;
        };
    FileIdentity identity = FileIdentity.of(status);
    Long unchanged = untouched.get(identity);
    if ((status.permissions() & bits) == bits
        || (unchanged != null && unchanged == status.changedInNanos())) {
      return;
    }
    Optional<FileHandle> entry = directory.entry(name);
    if (entry.isPresent()) {
      try (FileHandle file = entry.get()) {
        file.setMode(status.permissions() | bits);
      }
      before.put(identity, status.permissions());
    }
  }
}
