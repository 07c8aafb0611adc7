package dev.kaniko.domain.filesystem;

import java.util.Optional;

/** A file of any kind, without its name: what {@code lstat} and what belongs to it tell. */
public sealed interface FileNode {
  FileMetadata metadata();

  /** The same file with other metadata. */
  FileNode withMetadata(FileMetadata metadata);

  /**
   * Which inode this is, when it has more than one name in its tree: two nodes of one tree with the
   * same identity are hard links of one file.
   */
  default Optional<InodeId> sharedInode() {
    return Optional.empty();
  }

  /** What the device and inode numbers identify while a tree is not changed. */
  record InodeId(long device, long inode) {}

  /**
   * @param size in bytes, exactly what {@code content} gives
   */
  record RegularFile(
      FileMetadata metadata, long size, FileContent content, Optional<InodeId> sharedInode)
      implements FileNode {
    public RegularFile {
      if (size < 0) {
        throw new IllegalArgumentException("size " + size);
      }
    }

    public RegularFile(FileMetadata metadata, byte[] bytes) {
      this(metadata, bytes.length, FileContent.of(bytes), Optional.empty());
    }

    @Override
    public RegularFile withMetadata(FileMetadata newMetadata) {
      return new RegularFile(newMetadata, size, content, sharedInode);
    }
  }

  record Directory(FileMetadata metadata) implements FileNode {
    @Override
    public Directory withMetadata(FileMetadata newMetadata) {
      return new Directory(newMetadata);
    }
  }

  /**
   * @param target verbatim, bytes one a char; may be absolute, dangling, or lead far above the root
   */
  record Symlink(FileMetadata metadata, String target, Optional<InodeId> sharedInode)
      implements FileNode {
    public Symlink(FileMetadata metadata, String target) {
      this(metadata, target, Optional.empty());
    }

    @Override
    public Symlink withMetadata(FileMetadata newMetadata) {
      return new Symlink(newMetadata, target, sharedInode);
    }
  }

  /** A device node, a pipe or a socket: a file without content of its own. */
  record Special(
      FileMetadata metadata, Kind kind, int major, int minor, Optional<InodeId> sharedInode)
      implements FileNode {
    /** The kinds; sockets cannot be written into a layer. */
    public enum Kind {
      CHARACTER_DEVICE,
      BLOCK_DEVICE,
      FIFO,
      SOCKET
    }

    @Override
    public Special withMetadata(FileMetadata newMetadata) {
      return new Special(newMetadata, kind, major, minor, sharedInode);
    }
  }
}
