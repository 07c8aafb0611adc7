package dev.kaniko.adapters.rootfs.decompression;

/** How a stream is packed, as its first bytes tell. */
public enum StreamFormat {
  PLAIN,
  GZIP,
  BZIP2,
  XZ,
  ZSTD;

  /** As many bytes as {@link #of} needs to see. */
  static final int MAGIC_BYTES = 6;

  /**
   * @param head the first bytes of the stream
   * @param length how many there are; fewer than {@link #MAGIC_BYTES} only in a shorter stream
   */
  static StreamFormat of(byte[] head, int length) {
    if (startsWith(head, length, 0x1f, 0x8b, 8)) {
      return GZIP;
    }
    if (startsWith(head, length, 'B', 'Z', 'h')) {
      return BZIP2;
    }
    if (startsWith(head, length, 0xfd, '7', 'z', 'X', 'Z', 0)) {
      return XZ;
    }
    if (length >= 4 && ZstdFrames.isMagic(ZstdFrameHeader.littleEndian(head, 0, 4))) {
      return ZSTD;
    }
    return PLAIN;
  }

  private static boolean startsWith(byte[] head, int length, int... magic) {
    if (length < magic.length) {
      return false;
    }
    for (int i = 0; i < magic.length; i++) {
      if ((head[i] & 0xff) != magic[i]) {
        return false;
      }
    }
    return true;
  }
}
