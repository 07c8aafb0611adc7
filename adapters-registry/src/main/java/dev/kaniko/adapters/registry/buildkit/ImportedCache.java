package dev.kaniko.adapters.registry.buildkit;

import dev.kaniko.adapters.registry.cache.CacheAge;
import dev.kaniko.domain.cache.CacheConfig.Result;
import dev.kaniko.domain.cache.CacheConfig.Step;
import dev.kaniko.domain.cache.CacheKey;
import dev.kaniko.domain.image.Platform;
import dev.kaniko.domain.source.Problem;
import dev.kaniko.ports.cache.CachedLayer;
import dev.kaniko.ports.cache.CachedLayers;
import dev.kaniko.ports.failure.BuildFailure;
import dev.kaniko.ports.layer.ImageLayer;
import dev.kaniko.ports.listener.BuildListener;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A cache that an earlier build has written in one piece. Read when it is asked for the first time;
 * when it cannot be read, that is a warning and it has nothing.
 */
final class ImportedCache implements CachedLayers {
  private final CacheStore store;
  private final Platform platform;
  private final CacheAge age;
  private final BuildListener listener;
  private Optional<Map<CacheKey, CachedLayer>> read = Optional.empty();

  /**
   * @param platform of the image that is built
   */
  ImportedCache(CacheStore store, Platform platform, CacheAge age, BuildListener listener) {
    this.store = store;
    this.platform = platform;
    this.age = age;
    this.listener = listener;
  }

  @Override
  public String place(CacheKey key) {
    return key + " in " + store.name();
  }

  @Override
  public Optional<CachedLayer> find(CacheKey key) {
    return Optional.ofNullable(layers().get(key)).filter(it -> age.isYoungEnough(it.created()));
  }

  private synchronized Map<CacheKey, CachedLayer> layers() {
    if (read.isEmpty()) {
      read = Optional.of(read());
    }
    return read.get();
  }

  private Map<CacheKey, CachedLayer> read() {
    try {
      Optional<FoundCache> found = FoundCache.in(store, platform);
      if (found.isEmpty()) {
        listener.say(store.name() + " is an image without a cache: no step is found in it");
        return Map.of();
      }
      if (!found.get().config().isOurs()) {
        listener.say(
            store.name()
                + " is a cache of another builder's, whose steps are named otherwise: no step is"
                + " found in it");
        return Map.of();
      }
      return layersOf(found.get());
    } catch (BuildFailure e) {
      listener.warn(
          Problem.general("the cache " + store.name() + " is not used: " + e.getMessage()));
      return Map.of();
    }
  }

  private Map<CacheKey, CachedLayer> layersOf(FoundCache found) {
    Map<Result, List<CacheKey>> keys = new LinkedHashMap<>();
    int damaged = 0;
    for (Step step : found.config().records()) {
      if (isWhole(step, found.layers())) {
        keys.computeIfAbsent(step.results().getFirst(), _ -> new ArrayList<>())
            .add(new CacheKey(step.digest()));
      } else if (!step.results().isEmpty()) {
        damaged++;
      }
    }
    if (damaged > 0) {
      listener.warn(
          Problem.general(
              "in the cache "
                  + store.name()
                  + ", "
                  + damaged
                  + (damaged == 1 ? " step is" : " steps are")
                  + " damaged and not used"));
    }
    Map<CacheKey, CachedLayer> layers = new HashMap<>();
    keys.forEach(
        (result, all) -> {
          ImageLayer layer = found.layers().get(result.layer()).orElseThrow();
          CachedLayer cached = new CachedLayer(layer, result.created().orElseThrow(), all);
          all.forEach(key -> layers.putIfAbsent(key, cached));
        });
    return layers;
  }

  private static boolean isWhole(Step step, List<Optional<ImageLayer>> layers) {
    if (step.results().isEmpty() || !step.digest().algorithm().equals("sha256")) {
      return false;
    }
    Result result = step.results().getFirst();
    return result.created().isPresent()
        && result.layer() < layers.size()
        && layers.get(result.layer()).isPresent();
  }
}
