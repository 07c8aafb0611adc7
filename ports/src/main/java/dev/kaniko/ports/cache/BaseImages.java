package dev.kaniko.ports.cache;

import dev.kaniko.domain.image.Digest;
import dev.kaniko.domain.image.ImageReference;
import dev.kaniko.domain.image.Platform;

/** Keeps base images where builds find them without fetching them. */
public interface BaseImages {

  /**
   * Asks the registry what the reference means, and fetches what is not there or is damaged.
   *
   * @throws dev.kaniko.ports.failure.BuildFailure when the image cannot be fetched or kept
   */
  Kept keep(ImageReference reference, Platform platform);

  /**
   * An image that is there now.
   *
   * @param manifest of the one platform
   * @param size of all its layers, in bytes
   * @param fetched how many bytes of it were not there
   */
  record Kept(Digest manifest, long size, long fetched) {}
}
