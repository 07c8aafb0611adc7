package dev.kaniko.adapters.rootfs.linux;

import dev.kaniko.ports.failure.EnvironmentFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * The files into which aircompressor unpacks its native libraries. It leaves them to the JVM's end,
 * which does not come when the process is killed, or ends at once.
 */
public final class UnpackedLibraries {
  private static final Pattern NAME = Pattern.compile("(deflate|zstd)[0-9]+\\.tmp");

  private UnpackedLibraries() {}

  /** To be called when a library was loaded: it is in memory then, and not read again. */
  public static void remove() {
    try {
      for (Path file : ThisProcess.mappedFiles()) {
        if (NAME.matcher(file.getFileName().toString()).matches()) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      throw new EnvironmentFailure("can't remove an unpacked library of the executor", e);
    }
  }
}
