package dev.kaniko.adapters.rootfs.compression;

import dev.kaniko.adapters.rootfs.linux.UnpackedLibraries;
import io.airlift.compress.v3.deflate.DeflateNativeCompressor;
import io.airlift.compress.v3.zstd.ZstdNativeCompressor;

/**
 * What packs the layers. The engines give different bytes for the same content, and so different
 * digests of the packed layer; the diffID is the same.
 */
public enum CompressionEngine {
  /** libdeflate and libzstd, where aircompressor brings them for the machine. */
  NATIVE,
  /** The JDK's own zlib, and zstd in Java. */
  JAVA;

  /** The faster one that works here. Loads the native libraries. */
  public static CompressionEngine best() {
    return Loaded.BEST;
  }

  private static final class Loaded {
    static final CompressionEngine BEST = load();

    private static CompressionEngine load() {
      boolean works = DeflateNativeCompressor.isEnabled() && ZstdNativeCompressor.isEnabled();
      UnpackedLibraries.remove();
      return works ? NATIVE : JAVA;
    }
  }

  /** Which libraries they are: aircompressor ships them. */
  static String libraries() {
    Package aircompressor = DeflateNativeCompressor.class.getPackage();
    String version = aircompressor.getImplementationVersion();
    return "aircompressor " + (version == null ? "of unknown version" : version);
  }
}
