package dev.kaniko.adapters.registry.cache;

import dev.kaniko.ports.cache.CachedLayer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * How old a cached layer may be.
 *
 * @param most counted from when the layer's step was executed
 */
public record CacheAge(Duration most, InstantSource clock) {

  /** No clock is more than this ahead of ours: what says so was not made by this program. */
  private static final Duration FASTEST_CLOCK = Duration.ofDays(1);

  boolean isYoungEnough(CachedLayer layer) {
    Instant now = clock.instant();
    return !layer.created().isBefore(now.minus(most))
        && !layer.created().isAfter(now.plus(FASTEST_CLOCK));
  }
}
