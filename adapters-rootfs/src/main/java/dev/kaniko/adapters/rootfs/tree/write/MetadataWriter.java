package dev.kaniko.adapters.rootfs.tree.write;

import dev.kaniko.adapters.rootfs.linux.Errno;
import dev.kaniko.adapters.rootfs.linux.ErrnoException;
import dev.kaniko.adapters.rootfs.linux.FileHandle;
import dev.kaniko.adapters.rootfs.tree.ImageXattrs;
import dev.kaniko.domain.filesystem.FileMetadata;
import dev.kaniko.domain.filesystem.FilePath;
import java.io.IOException;
import java.util.Map;

/**
 * Gives files their metadata, in the one order that works: writing content and changing the owner
 * both take capabilities and setuid away, so the owner comes first, then the mode, then attributes.
 */
final class MetadataWriter {
  private final SkippedContent skipped;

  MetadataWriter(SkippedContent skipped) {
    this.skipped = skipped;
  }

  /** Owner and mode, of anything but a symlink. */
  static void write(FileHandle file, FileMetadata metadata) throws IOException {
    file.setOwner(metadata.uid(), metadata.gid());
    file.setMode(metadata.mode());
  }

  /** Owner, mode and attributes of a file that has no attributes yet. */
  void writeAll(FileHandle file, FilePath path, FileMetadata metadata) throws IOException {
    write(file, metadata);
    for (Map.Entry<String, String> xattr : metadata.xattrs().entrySet()) {
      writeXattr(file, path, xattr.getKey(), xattr.getValue());
    }
  }

  /** As {@link #writeAll}, for a file that may have attributes, which go. */
  void replaceAll(FileHandle file, FilePath path, FileMetadata metadata) throws IOException {
    for (String name : file.xattrs(ImageXattrs::contains).keySet()) {
      if (!metadata.xattrs().containsKey(name)) {
        file.removeXattr(name);
      }
    }
    writeAll(file, path, metadata);
  }

  /** Tells of the attributes of a file of a kind that cannot have any. */
  void skipXattrs(FilePath path, FileMetadata metadata) {
    metadata.xattrs().keySet().forEach(name -> skipped.attribute(path, name));
  }

  private void writeXattr(FileHandle file, FilePath path, String name, String value)
      throws IOException {
    if (!ImageXattrs.contains(name)) {
      skipped.attribute(path, name);
      return;
    }
    try {
      file.setXattr(name, value);
    } catch (ErrnoException e) {
      if (!e.is(Errno.EOPNOTSUPP)) {
        throw e;
      }
      skipped.attribute(path, name);
    }
  }
}
