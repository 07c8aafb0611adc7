package dev.kaniko.ports.cache;

import dev.kaniko.domain.cache.CacheKey;
import java.util.List;
import java.util.Optional;

/**
 * A step of a build, as a cache keeps it.
 *
 * @param keys all under which its layer is to be found, at least one
 * @param below the key of what the first of them stands on
 */
public record CachedStep(List<CacheKey> keys, Optional<CacheKey> below, CachedLayer layer) {
  public CachedStep {
    keys = List.copyOf(keys);
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("a step without a key cannot be found");
    }
  }
}
