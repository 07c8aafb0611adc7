package dev.kaniko.adapters.rootfs.tar.header;

/**
 * The fields of a header block. Spec: POSIX, pax, "ustar Interchange Format"; the last three are
 * GNU's and star's.
 */
public enum HeaderField {
  NAME(0, 100),
  MODE(100, 8),
  UID(108, 8),
  GID(116, 8),
  SIZE(124, 12),
  MTIME(136, 12),
  CHECKSUM(148, 8),
  TYPE(156, 1),
  LINK_NAME(157, 100),
  MAGIC(257, 6),
  VERSION(263, 2),
  DEVICE_MAJOR(329, 8),
  DEVICE_MINOR(337, 8),
  PREFIX(345, 155),
  STAR_PREFIX(345, 131),
  GNU_REAL_SIZE(483, 12),
  STAR_TRAILER(508, 4);

  public final int offset;
  public final int length;

  HeaderField(int offset, int length) {
    this.offset = offset;
    this.length = length;
  }
}
