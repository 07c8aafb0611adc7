package dev.kaniko.adapters.rootfs.decompression;

import dev.kaniko.adapters.rootfs.linux.UnpackedLibraries;
import io.airlift.compress.v3.zstd.ZstdJavaInputStream;
import io.airlift.compress.v3.zstd.ZstdNativeInputStream;
import java.io.IOException;
import java.io.InputStream;

/** What unpacks zstd frames. */
enum ZstdDecoder {
  NATIVE,
  /** For machines that the native library is not made for; windows of 8 MiB at most. */
  JAVA;

  static ZstdDecoder best() {
    return Loaded.BEST;
  }

  private static final class Loaded {
    static final ZstdDecoder BEST = load();

    private static ZstdDecoder load() {
      boolean works = ZstdNativeInputStream.isEnabled();
      UnpackedLibraries.remove();
      return works ? NATIVE : JAVA;
    }
  }

  /** Neither decoder takes a stream without any frame, which is a legal one. */
  InputStream open(ZstdFrames frames) throws IOException {
    if (!frames.hasFrame()) {
      return frames;
    }
    return switch (this) {
      case NATIVE -> new ZstdNativeInputStream(frames);
      case JAVA -> new ZstdJavaInputStream(frames);
    };
  }
}
