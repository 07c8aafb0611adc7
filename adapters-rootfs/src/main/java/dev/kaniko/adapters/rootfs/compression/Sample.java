package dev.kaniko.adapters.rootfs.compression;

import java.util.Arrays;

/**
 * Small pieces of a block, to tell without packing the whole whether that would be worth the time:
 * images are full of archives and pictures that cannot become smaller.
 *
 * <p>All in whole numbers, so that every machine decides alike.
 */
final class Sample {
  private static final int PIECES = 16;
  private static final int PIECE_BYTES = 1 << 12;

  final byte[] bytes = new byte[PIECES * PIECE_BYTES];
  private final int[] counts = new int[256];

  /**
   * Takes the sample of a block.
   *
   * @return false when the bytes are so unevenly distributed that the block surely gets smaller, or
   *     when it is too small to bother
   */
  boolean looksIncompressible(Block block) {
    if (block.length() < 2 * bytes.length) {
      return false;
    }
    int step = (block.length() - PIECE_BYTES) / (PIECES - 1);
    for (int i = 0; i < PIECES; i++) {
      System.arraycopy(block.plain, block.start + i * step, bytes, i * PIECE_BYTES, PIECE_BYTES);
    }
    return isEven();
  }

  /**
   * The sum of the squared counts is smallest when all bytes are equally frequent; 6 % above that
   * is more than what packed data of any format shows.
   */
  private boolean isEven() {
    Arrays.fill(counts, 0);
    for (byte b : bytes) {
      counts[b & 0xff]++;
    }
    long squares = 0;
    for (int count : counts) {
      squares += (long) count * count;
    }
    long least = (long) bytes.length * bytes.length / counts.length;
    return squares < least + least * 6 / 100;
  }

  /** True when the sample has hardly become smaller by packing it. */
  boolean isIncompressible(int packedLength) {
    return packedLength > bytes.length / 100 * 98;
  }
}
