package dev.kaniko.adapters.rootfs.command;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;

/** The exact bytes of a path, which its string need not hold: that is decoded by the locale. */
final class PathBytes {
  private PathBytes() {}

  /** The absolute path. A URI quotes each byte that is not plain ASCII, whatever the locale. */
  static byte[] of(Path path) {
    String quoted = path.toAbsolutePath().toUri().getRawPath();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(quoted.length());
    for (int i = 0; i < quoted.length(); i++) {
      if (quoted.charAt(i) == '%') {
        bytes.write(Integer.parseInt(quoted, i + 1, i + 3, 16));
        i += 2;
      } else {
        bytes.write(quoted.charAt(i));
      }
    }
    return bytes.toByteArray();
  }
}
