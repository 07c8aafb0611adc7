package dev.kaniko.adapters.registry.cache;

import dev.kaniko.ports.cache.CachedLayer;
import java.time.Duration;
import java.time.InstantSource;

/**
 * How old a cached layer may be.
 *
 * @param most counted from when the layer's step was executed
 */
public record CacheAge(Duration most, InstantSource clock) {

  boolean isYoungEnough(CachedLayer layer) {
    return !layer.created().plus(most).isBefore(clock.instant());
  }
}
