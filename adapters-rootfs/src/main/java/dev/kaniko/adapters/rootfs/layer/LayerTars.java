package dev.kaniko.adapters.rootfs.layer;

import dev.kaniko.adapters.rootfs.decompression.DecompressedStream;
import dev.kaniko.adapters.rootfs.decompression.InflationLimits;
import dev.kaniko.adapters.rootfs.tar.TarLimits;
import dev.kaniko.adapters.rootfs.tar.TarReader;
import dev.kaniko.adapters.rootfs.tar.stream.TarStreamReader;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads tars that may be packed: layers and archives. Whoever reads the entries to their end has
 * read every byte below them, and so has had the digests of the blob and of the tar checked where
 * the streams check them.
 */
public record LayerTars(TarLimits tarLimits, InflationLimits inflationLimits) {

  /** With limits that no real image reaches. */
  public static LayerTars generous() {
    return new LayerTars(TarLimits.GENEROUS, InflationLimits.GENEROUS);
  }

  /**
   * What is in {@code blob}, packed in whatever way its first bytes tell, or not at all.
   *
   * @param blob closed with what is returned; still the caller's if this throws
   * @throws dev.kaniko.adapters.rootfs.decompression.MalformedStream here or while it is read, for
   *     damage and beyond the limits
   */
  public DecompressedStream uncompressed(InputStream blob) throws IOException {
    return DecompressedStream.open(blob, inflationLimits);
  }

  /**
   * The entries of a tar. Reading them throws {@link dev.kaniko.adapters.rootfs.tar.MalformedTar}
   * for damage and beyond the limits.
   *
   * @param tar closed with what is returned
   */
  public TarReader entries(InputStream tar) {
    return new TarStreamReader(tar, tarLimits);
  }
}
