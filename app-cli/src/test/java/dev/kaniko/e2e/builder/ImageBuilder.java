package dev.kaniko.e2e.builder;

import dev.kaniko.e2e.image.ImageName;
import dev.kaniko.e2e.process.Outcome;
import java.nio.file.Path;

/** A program that builds images from Dockerfiles, with no use of any layer it cached. */
public interface ImageBuilder {

  /** As the list of accepted differences calls it. */
  String name();

  /** Builds and pushes. */
  Outcome push(BuildRequest request, ImageName destination);

  /**
   * Builds into an archive as {@code docker load} reads it.
   *
   * @param archive does not exist yet
   * @param name what the image is called inside
   */
  Outcome save(BuildRequest request, Path archive, ImageName name);
}
