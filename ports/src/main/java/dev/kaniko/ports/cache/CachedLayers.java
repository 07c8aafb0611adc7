package dev.kaniko.ports.cache;

import dev.kaniko.domain.cache.CacheKey;
import java.util.Optional;

/**
 * Has the layers of steps by their keys. Others may write to it, at any time, and need not be
 * friends: what it gives is checked when it is read, as every layer is. May be used by several
 * threads.
 */
public interface CachedLayers {

  /** Where the layer with this key is, or would be: for people. */
  String place(CacheKey key);

  /**
   * Looks a layer up, without fetching it. One that is too old is not found.
   *
   * @throws dev.kaniko.ports.failure.BuildFailure when the cache cannot be asked, or has something
   *     else in the layer's place
   */
  Optional<CachedLayer> find(CacheKey key);
}
