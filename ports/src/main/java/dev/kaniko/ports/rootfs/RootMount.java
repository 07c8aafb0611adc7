package dev.kaniko.ports.rootfs;

import java.nio.file.Path;
import java.util.List;

/** What a command's root directory is made of. */
public sealed interface RootMount {

  /**
   * An overlay, mounted for the one command.
   *
   * @param lower read-only directories, the topmost first; at least one
   * @param upper takes the changes; empty at the start
   * @param work overlayfs's own, on the same file system as {@code upper}
   */
  record Overlay(List<Path> lower, Path upper, Path work) implements RootMount {
    public Overlay {
      lower = List.copyOf(lower);
      if (lower.isEmpty()) {
        throw new IllegalArgumentException("an overlay needs a lower directory");
      }
    }
  }

  /** A directory as it stands. */
  record Directory(Path directory) implements RootMount {}

  /** The root of the builder itself: an ordinary pod, where nothing can be mounted. */
  record InPlace() implements RootMount {}
}
