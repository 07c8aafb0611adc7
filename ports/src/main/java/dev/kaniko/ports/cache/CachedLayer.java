package dev.kaniko.ports.cache;

import dev.kaniko.domain.cache.CacheKey;
import dev.kaniko.ports.layer.ImageLayer;
import java.time.Instant;
import java.util.List;

/**
 * A layer as a cache has it.
 *
 * @param created when the step was executed that made it
 * @param keys under which else the cache says it has it, the first of them; may be empty
 */
public record CachedLayer(ImageLayer layer, Instant created, List<CacheKey> keys) {
  /** A step has two; a few more may have come to the same layer. */
  private static final int MOST_KEYS = 8;

  public CachedLayer {
    keys = keys.stream().distinct().limit(MOST_KEYS).toList();
  }

  public CachedLayer(ImageLayer layer, Instant created) {
    this(layer, created, List.of());
  }
}
