package dev.kaniko.adapters.rootfs.compression;

import dev.kaniko.adapters.rootfs.linux.ThisProcess;
import dev.kaniko.ports.failure.EnvironmentFailure;
import io.airlift.compress.v3.deflate.DeflateNativeCompressor;
import io.airlift.compress.v3.zstd.ZstdNativeCompressor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * What packs the layers. The engines give different bytes for the same content, and so different
 * digests of the packed layer; the diffID is the same.
 */
public enum CompressionEngine {
  /** libdeflate and libzstd, where aircompressor brings them for the machine. */
  NATIVE,
  /** The JDK's own zlib, and zstd in Java. */
  JAVA;

  private static final Pattern UNPACKED = Pattern.compile("(deflate|zstd)[0-9]+\\.tmp");

  /** The faster one that works here. Loads the native libraries. */
  public static CompressionEngine best() {
    return Loaded.BEST;
  }

  private static final class Loaded {
    static final CompressionEngine BEST = load();

    private static CompressionEngine load() {
      boolean works = DeflateNativeCompressor.isEnabled() && ZstdNativeCompressor.isEnabled();
      removeUnpacked();
      return works ? NATIVE : JAVA;
    }

    /**
     * aircompressor unpacks its libraries into files that it leaves to the JVM's end, which does
     * not come when the process is killed. They are in memory by now, and not read again.
     */
    private static void removeUnpacked() {
      try {
        for (Path file : ThisProcess.mappedFiles()) {
          if (UNPACKED.matcher(file.getFileName().toString()).matches()) {
            Files.deleteIfExists(file);
          }
        }
      } catch (IOException e) {
        throw new EnvironmentFailure("can't remove an unpacked library of the executor", e);
      }
    }
  }

  /** Which libraries they are: aircompressor ships them. */
  static String libraries() {
    Package aircompressor = DeflateNativeCompressor.class.getPackage();
    String version = aircompressor.getImplementationVersion();
    return "aircompressor " + (version == null ? "of unknown version" : version);
  }
}
