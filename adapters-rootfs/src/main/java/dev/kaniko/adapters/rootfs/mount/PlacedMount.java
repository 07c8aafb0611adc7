package dev.kaniko.adapters.rootfs.mount;

import dev.kaniko.adapters.rootfs.linux.DirectoryHandle;
import dev.kaniko.adapters.rootfs.linux.Errno;
import dev.kaniko.adapters.rootfs.linux.ErrnoException;
import dev.kaniko.adapters.rootfs.linux.FileHandle;
import dev.kaniko.adapters.rootfs.tree.write.TreeRemoval;
import dev.kaniko.adapters.rootfs.tree.write.TreeRemoval.Survivors;
import dev.kaniko.domain.filesystem.FileContent;
import dev.kaniko.domain.filesystem.FileNode.RegularFile;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.ports.command.CommandMount;
import dev.kaniko.ports.command.CommandMount.Content;
import dev.kaniko.ports.command.CommandMount.Files;
import dev.kaniko.ports.command.CommandMount.Kept;
import dev.kaniko.ports.command.CommandMount.Memory;
import dev.kaniko.ports.command.CommandMount.Socket;
import dev.kaniko.ports.failure.EnvironmentFailure;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** One mount in place: what was put at its target, and what was there before. */
final class PlacedMount {
  private final Surroundings surroundings;
  private final FilePath target;
  private final CommandMount mount;
  private final MountPointStubs stubs;
  private Optional<DirectoryHandle> parent = Optional.empty();
  private Optional<Aside> aside = Optional.empty();
  private Optional<Closeable> relay = Optional.empty();
  private Optional<KeptDirectory> kept = Optional.empty();

  /** Nothing of the root's own is at the target any more. */
  private boolean hasRoom;

  /**
   * @param top of the root, as a path of this machine
   * @param aside for what has to make room
   */
  record Surroundings(DirectoryHandle root, Path top, Path aside, FileCopy copy) {}

  /**
   * Where what was at the target waits.
   *
   * @param elsewhere the directory; empty for the target's own
   */
  private record Aside(Optional<Path> elsewhere, String name) {
    Aside(Path elsewhere, String name) {
      this(Optional.of(elsewhere), name);
    }

    Aside(String beside) {
      this(Optional.empty(), beside);
    }
  }

  /**
   * @param target where {@code mount} goes, free of links
   */
  PlacedMount(Surroundings surroundings, FilePath target, CommandMount mount) {
    this.surroundings = surroundings;
    this.target = target;
    this.mount = mount;
    this.stubs = new MountPointStubs(surroundings.root());
  }

  /**
   * @param number of this mount among all
   */
  void place(int number) throws IOException {
    DirectoryHandle directory = stubs.makeParents(target);
    parent = Optional.of(directory);
    Instant before = directory.self().status().modified();
    try {
      if (directory.status(target.name()).isPresent()) {
        moveAside(directory, number);
      }
      hasRoom = true;
      put(directory, target.name());
    } finally {
      directory.self().setModified(before);
    }
  }

  /**
   * Out of sight where that is possible, and otherwise, between file systems, to a place beside.
   */
  private void moveAside(DirectoryHandle directory, int number) throws IOException {
    String name = "aside-" + number;
    try (DirectoryHandle elsewhere = DirectoryHandle.open(surroundings.aside())) {
      directory.rename(target.name(), elsewhere, name);
      aside = Optional.of(new Aside(surroundings.aside(), name));
    } catch (ErrnoException e) {
      if (!e.is(Errno.EXDEV)) {
        throw e;
      }
      String beside = ".kaniko-" + name;
      if (directory.status(beside).isPresent()) {
        throw new EnvironmentFailure(
            "RUN --mount: what is at " + target + " cannot make room: there is a " + beside,
            "rename that file in an earlier RUN");
      }
      directory.rename(target.name(), directory, beside);
      aside = Optional.of(new Aside(beside));
    }
  }

  private void put(DirectoryHandle directory, String name) throws IOException {
    switch (mount) {
      case Files files -> surroundings.copy().make(files.tree(), files.source(), directory, name);
      case Kept directoryMount -> {
        kept = Optional.of(new KeptDirectory(directoryMount, surroundings.copy()));
        kept.get().place(directory, name);
      }
      case Content content -> surroundings.copy().make(file(content), directory, name);
      case Memory memory -> makeDirectory(memory, directory, name);
      case Socket socket -> {
        Path place = surroundings.top().resolve(target.text().substring(1));
        relay = Optional.of(RelayedSocket.open(place, socket.leadsTo(), socket.metadata()));
      }
    }
  }

  private static RegularFile file(Content content) throws IOException {
    try (InputStream in = content.content().open()) {
      byte[] bytes = in.readAllBytes();
      return new RegularFile(
          content.metadata(), bytes.length, FileContent.of(bytes), Optional.empty());
    }
  }

  private void makeDirectory(Memory memory, DirectoryHandle parent, String name)
      throws IOException {
    if (memory.size().isPresent()) {
      throw new EnvironmentFailure(
          "RUN --mount=type=tmpfs: nothing can limit the size of "
              + target
              + " in place, where it is a directory of the container",
          "leave size out, or let the container have CAP_SYS_ADMIN for real mounts");
    }
    parent.makeDirectory(name);
    try (FileHandle made = parent.entry(name).orElseThrow()) {
      made.setMode(memory.mode());
    }
  }

  /** Undoes what was done; what the command did beside the mount stays. */
  void remove() throws IOException {
    try {
      if (hasRoom) {
        DirectoryHandle directory = parent.orElseThrow();
        Instant before = directory.self().status().modified();
        try {
          take(directory, target.name());
        } finally {
          putBack(directory);
          directory.self().setModified(before);
        }
      }
    } finally {
      stubs.remove();
    }
  }

  private void take(DirectoryHandle directory, String name) throws IOException {
    if (relay.isPresent()) {
      relay.get().close();
    }
    try {
      if (kept.isPresent()) {
        kept.get().takeBack(directory, name, target);
      }
    } finally {
      TreeRemoval.remove(directory, name, target, Survivors.NONE);
    }
  }

  private void putBack(DirectoryHandle directory) throws IOException {
    if (aside.isEmpty()) {
      return;
    }
    Aside there = aside.get();
    if (there.elsewhere.isEmpty()) {
      directory.rename(there.name, directory, target.name());
      return;
    }
    try (DirectoryHandle from = DirectoryHandle.open(there.elsewhere.get())) {
      from.rename(there.name, directory, target.name());
    }
  }
}
