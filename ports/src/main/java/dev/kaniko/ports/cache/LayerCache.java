package dev.kaniko.ports.cache;

import dev.kaniko.domain.cache.CacheKey;
import java.util.List;

/** Keeps the layers of steps one by one, as soon as they are made. */
public interface LayerCache extends CachedLayers {

  /**
   * Keeps a layer, which replaces one that had the same key.
   *
   * @param keys all under which it is to be found, at least one
   * @throws dev.kaniko.ports.failure.BuildFailure when it cannot be kept; under each key there is
   *     then the layer or what was there before
   */
  void store(List<CacheKey> keys, CachedLayer layer);
}
