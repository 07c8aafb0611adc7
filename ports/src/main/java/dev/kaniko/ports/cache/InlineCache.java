package dev.kaniko.ports.cache;

import dev.kaniko.ports.registry.BuiltImage;
import java.util.List;

/** Writes a build's cache into its image, which has the layers anyway. */
public interface InlineCache {

  /**
   * @param steps those whose layers the image does not have are left out
   */
  BuiltImage addedTo(BuiltImage image, List<CachedStep> steps);
}
