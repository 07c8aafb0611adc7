package dev.kaniko.adapters.rootfs.diagnosis;

import dev.kaniko.ports.diagnosis.Finding;
import dev.kaniko.ports.diagnosis.Probe;
import dev.kaniko.ports.failure.EnvironmentFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where a build keeps its files, and how much room there is. */
public final class WorkDirectoryProbe implements Probe {
  private static final long MEGABYTE = 1_000_000;

  /** Below this, a base of the usual size and its layers do not fit. */
  private static final long LITTLE = 1000 * MEGABYTE;

  private final Path directory;

  public WorkDirectoryProbe(Path directory) {
    this.directory = directory.toAbsolutePath().normalize();
  }

  @Override
  public String subject() {
    return "work directory";
  }

  @Override
  public List<Finding> findings() {
    try {
      long free = Files.getFileStore(existing(directory)).getUsableSpace();
      return List.of(finding(directory, free));
    } catch (IOException e) {
      throw new EnvironmentFailure(directory + " cannot be looked at: " + e.getMessage(), e);
    }
  }

  /**
   * @param free bytes
   */
  static Finding finding(Path directory, long free) {
    String text = directory + ", " + free / MEGABYTE + " MB free";
    return free < LITTLE ? Finding.note(text + ", which is little") : Finding.ok(text);
  }

  /** The directory may be made by the first build. */
  private static Path existing(Path directory) {
    Path place = directory;
    while (!Files.exists(place)) {
      place = place.getParent();
    }
    return place;
  }
}
