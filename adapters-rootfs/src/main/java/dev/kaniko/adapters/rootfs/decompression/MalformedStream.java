package dev.kaniko.adapters.rootfs.decompression;

import java.io.IOException;
import java.util.Locale;

/** A packed stream is damaged, cut off, or unpacks beyond the limits. */
public final class MalformedStream extends IOException {
  public MalformedStream(StreamFormat format, String message, Throwable cause) {
    super("damaged " + format.name().toLowerCase(Locale.ROOT) + " data: " + message, cause);
  }

  public MalformedStream(StreamFormat format, String message) {
    this(format, message, null);
  }
}
