package dev.kaniko.adapters.registry.cache;

import dev.kaniko.ports.cache.CachedLayer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * How old a cached layer or base image may be.
 *
 * @param most counted from when the layer's step was executed, or the registry was asked
 */
public record CacheAge(Duration most, InstantSource clock) {

  /** No clock is more than this ahead of ours: what says so was not made by this program. */
  private static final Duration FASTEST_CLOCK = Duration.ofDays(1);

  boolean isYoungEnough(CachedLayer layer) {
    return isYoungEnough(layer.created());
  }

  /** Whether what was made then may be used. */
  public boolean isYoungEnough(Instant made) {
    Instant now = clock.instant();
    return !made.isBefore(now.minus(most)) && !made.isAfter(now.plus(FASTEST_CLOCK));
  }
}
