package dev.kaniko.adapters.rootfs.tree.write;

import dev.kaniko.adapters.rootfs.linux.DirectoryHandle;
import dev.kaniko.adapters.rootfs.linux.FileHandle;
import dev.kaniko.domain.filesystem.FilePath;
import java.io.IOException;

/**
 * Where an entry is made.
 *
 * @param asked the path as the entry says it
 * @param directory open, and not this object's to close
 * @param path where it really is, every link followed
 */
record Spot(FilePath asked, DirectoryHandle directory, FilePath path) {
  String name() {
    return path.name();
  }

  /** Holds what was just made here. */
  FileHandle entry() throws IOException {
    return directory.entry(name()).orElseThrow(this::changed);
  }

  UnsafeEntryException changed() {
    return new UnsafeEntryException(asked, "it was changed while it was written");
  }
}
