package dev.kaniko.adapters.rootfs.layer;

import dev.kaniko.adapters.rootfs.tar.TarReader;
import java.io.IOException;
import java.nio.file.Path;

/** Writes what a tar holds into a directory, and nothing outside it, whatever the tar says. */
@FunctionalInterface
public interface TreeUnpacker {

  /**
   * Reads {@code tar} to its end.
   *
   * @param name of the tar, for messages
   * @param directory exists and is empty
   */
  void unpack(TarReader tar, String name, Path directory) throws IOException;
}
