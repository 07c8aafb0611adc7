package dev.kaniko.ports.registry;

import dev.kaniko.domain.image.Platform;

/** An image that lies in files of this machine. */
public interface StoredImage {

  /**
   * Reads manifest and config, no layer, as {@link ImageRegistry#resolve} does.
   *
   * @throws dev.kaniko.ports.failure.BuildFailure when there is none for {@code platform}, or the
   *     files are damaged
   */
  ResolvedImage resolve(Platform platform);
}
