package dev.kaniko.adapters.rootfs.mount;

import dev.kaniko.adapters.rootfs.linux.DirectoryHandle;
import dev.kaniko.adapters.rootfs.linux.Errno;
import dev.kaniko.adapters.rootfs.linux.ErrnoException;
import dev.kaniko.adapters.rootfs.linux.FileHandle;
import dev.kaniko.adapters.rootfs.linux.FileStatus;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.ports.failure.EnvironmentFailure;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * The directories that had to be made so that a mount has a place. They go when they are empty and
 * as they were made: otherwise the command has made them its own.
 */
final class MountPointStubs {
  private static final int MODE = 0755;

  private final DirectoryHandle root;
  private final Deque<DirectoryHandle> open = new ArrayDeque<>();
  private final Deque<Stub> made = new ArrayDeque<>();

  private record Stub(DirectoryHandle parent, String name, FileStatus status) {}

  /**
   * @param root stays the caller's
   */
  MountPointStubs(DirectoryHandle root) {
    this.root = root;
  }

  /** The directory that {@code target} is to be made in; closed by {@link #remove}. */
  DirectoryHandle makeParents(FilePath target) throws IOException {
    DirectoryHandle at = root.findDirectory(FilePath.ROOT).orElseThrow();
    open.push(at);
    for (String name : target.parent().components()) {
      Optional<DirectoryHandle> next = at.directory(name);
      if (next.isEmpty()) {
        if (at.status(name).isPresent()) {
          throw new EnvironmentFailure(
              target + " cannot be mounted on: " + name + " is no directory",
              Optional.empty(),
              null);
        }
        next = Optional.of(make(at, name));
      }
      at = next.get();
      open.push(at);
    }
    return at;
  }

  private DirectoryHandle make(DirectoryHandle parent, String name) throws IOException {
    Instant before = parent.self().status().modified();
    parent.makeDirectory(name);
    try (FileHandle stub = parent.entry(name).orElseThrow()) {
      stub.setMode(MODE);
      made.push(new Stub(parent, name, stub.status()));
    }
    parent.self().setModified(before);
    return parent.directory(name).orElseThrow();
  }

  void remove() throws IOException {
    try {
      for (Stub stub : made) {
        remove(stub);
      }
    } finally {
      for (DirectoryHandle directory : open) {
        directory.close();
      }
    }
  }

  private static void remove(Stub stub) throws IOException {
    Optional<FileStatus> now = stub.parent.status(stub.name);
    if (now.isEmpty() || !isAsMade(now.get(), stub.status)) {
      return;
    }
    Instant before = stub.parent.self().status().modified();
    try {
      stub.parent.removeDirectory(stub.name);
    } catch (ErrnoException e) {
      if (e.is(Errno.ENOTEMPTY)) {
        return;
      }
      throw e;
    }
    stub.parent.self().setModified(before);
  }

  private static boolean isAsMade(FileStatus now, FileStatus made) {
    return now.isSameFile(made)
        && now.isDirectory()
        && now.permissions() == made.permissions()
        && now.uid() == made.uid()
        && now.gid() == made.gid();
  }
}
