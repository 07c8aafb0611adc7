package dev.kaniko.adapters.rootfs.linux;

import dev.kaniko.domain.filesystem.FilePath;
import java.io.IOException;

/** A system call that failed. */
public final class ErrnoException extends IOException {
  private final int errno;

  /**
   * @param errno positive, as {@code errno.h} has it
   * @param action what was tried, to follow "could not": {@code make the directory}
   * @param path the file, bytes one a char
   */
  ErrnoException(int errno, String action, String path) {
    super("could not " + action + " " + FilePath.textOf(path) + ": " + Kernel.describe(errno));
    this.errno = errno;
  }

  public int errno() {
    return errno;
  }

  public boolean is(Errno kind) {
    return errno == kind.number();
  }
}
