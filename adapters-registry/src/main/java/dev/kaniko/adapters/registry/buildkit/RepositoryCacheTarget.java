package dev.kaniko.adapters.registry.buildkit;

import dev.kaniko.ports.cache.CacheTarget;
import dev.kaniko.ports.cache.CachedStep;
import dev.kaniko.ports.registry.ImageOutput;
import java.util.List;

/**
 * A tag of a repository.
 *
 * @param output writes under the tag
 * @param asImage see {@link CacheDocuments}
 */
record RepositoryCacheTarget(ImageOutput output, boolean asImage) implements CacheTarget {

  @Override
  public String name() {
    return output.name();
  }

  @Override
  public void check() {
    output.check();
  }

  @Override
  public void write(List<CachedStep> steps) {
    output.write(CacheDocuments.of(steps, asImage));
  }
}
