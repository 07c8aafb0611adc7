package dev.kaniko.adapters.rootfs.decompression;

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
    return ZstdNativeInputStream.isEnabled() ? NATIVE : JAVA;
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
