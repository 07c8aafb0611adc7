package dev.kaniko.application.cache;

import dev.kaniko.domain.cache.CacheKey;
import dev.kaniko.ports.cache.CachedLayer;
import dev.kaniko.ports.cache.CachedLayers;
import dev.kaniko.ports.cache.LayerCache;
import dev.kaniko.ports.failure.BuildFailure;
import java.util.List;
import java.util.Optional;

/** Several caches that are asked one after the other. Only the first is written to. */
public final class CacheSources implements LayerCache {
  private final Optional<LayerCache> own;
  private final List<CachedLayers> others;

  /**
   * @param own is asked first, and keeps layers; empty when none is kept
   * @param others are asked in this order
   */
  public CacheSources(Optional<LayerCache> own, List<CachedLayers> others) {
    this.own = own;
    this.others = List.copyOf(others);
  }

  @Override
  public String place(CacheKey key) {
    return own.map(it -> it.place(key))
        .or(() -> others.stream().findFirst().map(it -> it.place(key)))
        .orElse(key.tag());
  }

  @Override
  public Optional<CachedLayer> find(CacheKey key) {
    Optional<BuildFailure> failure = Optional.empty();
    try {
      Optional<CachedLayer> found = own.flatMap(it -> it.find(key));
      if (found.isPresent()) {
        return found;
      }
    } catch (BuildFailure e) {
      failure = Optional.of(e);
    }
    for (CachedLayers other : others) {
      Optional<CachedLayer> found = other.find(key);
      if (found.isPresent()) {
        return found;
      }
    }
    if (failure.isPresent()) {
      throw failure.get();
    }
    return Optional.empty();
  }

  @Override
  public void store(List<CacheKey> keys, CachedLayer layer) {
    own.orElseThrow().store(keys, layer);
  }
}
