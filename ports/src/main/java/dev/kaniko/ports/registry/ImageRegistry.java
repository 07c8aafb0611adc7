package dev.kaniko.ports.registry;

import dev.kaniko.domain.image.ImageReference;
import dev.kaniko.domain.image.Platform;

/** Where base images come from. */
public interface ImageRegistry {

  /**
   * Finds the image that {@code reference} names, for {@code platform} if the reference leads to an
   * index. Reads manifest and config, no layer.
   *
   * @throws dev.kaniko.ports.failure.BuildFailure when it is not there, may not be read, or is
   *     damaged
   */
  ResolvedImage resolve(ImageReference reference, Platform platform);
}
