package dev.kaniko.adapters.rootfs.compression;

/** Deflate's blocks that hold bytes as they are. Spec: RFC 1951, 3.2.4. */
final class StoredDeflate {
  private static final int LARGEST = 0xffff;
  private static final int HEADER = 5;

  private StoredDeflate() {}

  /** The bytes that {@code plainBytes} become. */
  static int packedBytes(int plainBytes) {
    int blocks = Math.max(1, (plainBytes + LARGEST - 1) / LARGEST);
    return plainBytes + blocks * HEADER;
  }

  /**
   * Stores a block; what comes before must end on a whole byte.
   *
   * @param at where in {@code block.packed} to begin
   * @param last whether deflate's data end here
   * @return where in {@code block.packed} it ends
   */
  static int store(Block block, int at, boolean last) {
    int from = block.start;
    int to = at;
    do {
      int length = Math.min(LARGEST, block.end - from);
      boolean ends = last && from + length == block.end;
      block.packed[to] = (byte) (ends ? 1 : 0);
      putShort(block.packed, to + 1, length);
      putShort(block.packed, to + 3, ~length);
      System.arraycopy(block.plain, from, block.packed, to + HEADER, length);
      from += length;
      to += HEADER + length;
    } while (from < block.end);
    return to;
  }

  private static void putShort(byte[] bytes, int at, int value) {
    bytes[at] = (byte) value;
    bytes[at + 1] = (byte) (value >> 8);
  }
}
