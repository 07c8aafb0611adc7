package dev.kaniko.ports.cache;

import dev.kaniko.domain.cache.CacheKey;
import java.util.List;
import java.util.Optional;

/**
 * Keeps the layers of steps by their keys. Others may write to it, at any time, and need not be
 * friends: what it gives is checked when it is read, as every layer is. May be used by several
 * threads.
 */
public interface LayerCache {

  /** Where the layer with this key is, or would be: for people. */
  String place(CacheKey key);

  /**
   * Looks a layer up, without fetching it. One that is too old is not found.
   *
   * @throws dev.kaniko.ports.failure.BuildFailure when the cache cannot be asked, or has something
   *     else in the layer's place
   */
  Optional<CachedLayer> find(CacheKey key);

  /**
   * Keeps a layer, which replaces one that had the same key.
   *
   * @param keys all under which it is to be found, at least one
   * @throws dev.kaniko.ports.failure.BuildFailure when it cannot be kept; under each key there is
   *     then the layer or what was there before
   */
  void store(List<CacheKey> keys, CachedLayer layer);
}
