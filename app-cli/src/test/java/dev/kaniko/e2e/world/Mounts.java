package dev.kaniko.e2e.world;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What is mounted on this machine, the oldest first. */
public final class Mounts {

  private Mounts() {}

  public static List<String> below(Path folder) {
    return all().stream().filter(mount -> mount.startsWith(folder + "/")).toList();
  }

  /** Without those of the engine, which mounts and unmounts when it likes. */
  public static List<String> except(DockerEngine engine) {
    return all().stream().filter(mount -> !mount.startsWith(engine.folder() + "/")).toList();
  }

  private static List<String> all() {
    try {
      return Files.readAllLines(Path.of("/proc/self/mounts"), StandardCharsets.ISO_8859_1).stream()
          .map(line -> line.split(" ")[1])
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
