package dev.kaniko.adapters.rootfs.decompression;

/**
 * Bounds what a small hostile stream can unpack to.
 *
 * @param totalBytes that come out
 * @param ratio of the bytes that come out to those that went in, at most, once more than {@code
 *     ratioFrom} bytes have come out: below that, a file of nothing but zeros is harmless
 * @param ratioFrom see {@code ratio}
 * @param windowBytes that an unpacker may have to look back, and so keep in memory
 */
public record InflationLimits(long totalBytes, int ratio, long ratioFrom, int windowBytes) {

  /**
   * The window is what the zstd and xz tools themselves unpack without being told to take more.
   * gzip cannot exceed 1:1032 and real layers stay below 1:100; the ratio stops zstd and bzip2
   * bombs of a few kilobytes.
   */
  public static final InflationLimits GENEROUS =
      new InflationLimits(1L << 40, 10_000, 1L << 32, 1 << 27);

  public InflationLimits {
    if (totalBytes < 1 || ratio < 1 || ratioFrom < 0 || windowBytes < 1 << 20) {
      throw new IllegalArgumentException("a limit that lets nothing through");
    }
  }
}
