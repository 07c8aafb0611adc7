package dev.kaniko.adapters.rootfs.tar;

import dev.kaniko.domain.filesystem.FileMetadata;

/**
 * A header of a tar with the extended headers before it applied.
 *
 * @param name as the archive says, bytes one a char: may be hostile
 * @param size of the content in bytes; 0 for all but regular files
 * @param linkName of hard and symbolic links, as the archive says; else empty
 * @param major of devices, else 0; {@code minor} likewise
 */
public record TarEntry(
    String name,
    Type type,
    FileMetadata metadata,
    long size,
    String linkName,
    int major,
    int minor) {

  public TarEntry withSize(long newSize) {
    return new TarEntry(name, type, metadata, newSize, linkName, major, minor);
  }

  public TarEntry withLinkName(String newLinkName) {
    return new TarEntry(name, type, metadata, size, newLinkName, major, minor);
  }

  public TarEntry withDevice(int newMajor, int newMinor) {
    return new TarEntry(name, type, metadata, size, linkName, newMajor, newMinor);
  }

  /** The types that an image's layer may hold. */
  public enum Type {
    REGULAR,
    DIRECTORY,
    SYMLINK,
    HARD_LINK,
    CHARACTER_DEVICE,
    BLOCK_DEVICE,
    FIFO
  }
}
