package dev.kaniko.adapters.rootfs.root.overlay;

import dev.kaniko.adapters.rootfs.linux.DirectoryHandle;
import dev.kaniko.adapters.rootfs.linux.FileLock;
import dev.kaniko.adapters.rootfs.root.ImageUnpacker;
import dev.kaniko.adapters.rootfs.root.WorkDirectory;
import dev.kaniko.adapters.rootfs.tree.DirectoryTree;
import dev.kaniko.adapters.rootfs.tree.LeftAlone;
import dev.kaniko.domain.filesystem.FileTree;
import dev.kaniko.ports.failure.EnvironmentFailure;
import dev.kaniko.ports.layer.ImageLayer;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * An image unpacked into one directory, which is never changed afterwards; unpacked by whoever asks
 * for it first, in this or another process, and kept.
 *
 * <p>Beside the directory {@code root} a file {@code complete-1} says that it is whole and has
 * reached the disk. Until then the lock is held, so that after a crash of the machine nobody takes
 * a directory with empty files for an image.
 */
final class BaseDirectory implements Closeable {
  private final Path place;
  private final List<ImageLayer> layers;
  private final ImageUnpacker unpacker;
  private Optional<DirectoryTree> tree = Optional.empty();
  private Optional<Completion> completion = Optional.empty();

  /**
   * @param place a directory for this image alone; beside it is the file that is its lock
   */
  BaseDirectory(Path place, List<ImageLayer> layers, ImageUnpacker unpacker) {
    this.place = place;
    this.layers = List.copyOf(layers);
    this.unpacker = unpacker;
  }

  /** The directory with the image's files; the first call unpacks it, or waits for who does. */
  synchronized Path directory() {
    tree();
    return root();
  }

  /** The image's files; the first call unpacks it, or waits for who does. */
  synchronized FileTree tree() {
    if (tree.isEmpty()) {
      try {
        makeOrWait();
        tree = Optional.of(new DirectoryTree(DirectoryHandle.open(root())));
      } catch (IOException e) {
        throw new EnvironmentFailure("the base image cannot be kept: " + e.getMessage(), e);
      }
    }
    return tree.get();
  }

  /** Removes what was left by whoever died before it was complete, unless somebody is at it. */
  static void removeIfIncomplete(Path place) throws IOException {
    if (!Files.exists(complete(place))) {
      Optional<FileLock> lock = FileLock.tryAcquire(lockOf(place));
      if (lock.isPresent()) {
        if (!Files.exists(complete(place))) {
          WorkDirectory.remove(place);
        }
        lock.get().close();
      }
    }
  }

  /** Waits until the disk has it all. */
  @Override
  public synchronized void close() throws IOException {
    if (tree.isPresent()) {
      tree.get().close();
    }
    if (completion.isPresent()) {
      completion.get().await();
    }
  }

  private void makeOrWait() throws IOException {
    if (Files.exists(complete(place))) {
      return;
    }
    FileLock lock = FileLock.acquire(lockOf(place));
    boolean lockGivenAway = false;
    try {
      if (!Files.exists(complete(place))) {
        make();
        completion = Optional.of(new Completion(root(), complete(place), lock));
        lockGivenAway = true;
      }
    } finally {
      if (!lockGivenAway) {
        lock.close();
      }
    }
  }

  private void make() throws IOException {
    WorkDirectory.remove(place);
    Files.createDirectory(place);
    Files.createDirectory(root());
    boolean whole = false;
    try (DirectoryHandle root = DirectoryHandle.open(root())) {
      unpacker.unpack(layers, root, LeftAlone.NOTHING);
      whole = true;
    } finally {
      if (!whole) {
        WorkDirectory.remove(place);
      }
    }
  }

  private Path root() {
    return place.resolve("root");
  }

  /** The number goes up when what is made of a layer changes: older directories are made anew. */
  private static Path complete(Path place) {
    return place.resolve("complete-1");
  }

  private static Path lockOf(Path place) {
    return place.resolveSibling(place.getFileName() + ".lock");
  }
}
