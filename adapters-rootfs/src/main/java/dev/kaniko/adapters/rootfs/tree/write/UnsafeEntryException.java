package dev.kaniko.adapters.rootfs.tree.write;

import dev.kaniko.domain.filesystem.FilePath;
import java.io.IOException;

/** An entry that cannot be put where it says. */
public final class UnsafeEntryException extends IOException {
  /**
   * @param path of the entry
   * @param reason to follow the path
   */
  public UnsafeEntryException(FilePath path, String reason) {
    super(path + ": " + reason);
  }
}
