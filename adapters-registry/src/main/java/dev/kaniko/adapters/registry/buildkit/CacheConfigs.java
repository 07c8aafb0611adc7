package dev.kaniko.adapters.registry.buildkit;

import dev.kaniko.domain.cache.CacheConfig;
import dev.kaniko.domain.cache.CacheConfig.Layer;
import dev.kaniko.domain.cache.CacheConfig.Notes;
import dev.kaniko.domain.cache.CacheConfig.Result;
import dev.kaniko.domain.cache.CacheConfig.Step;
import dev.kaniko.domain.cache.CacheKey;
import dev.kaniko.domain.image.Digest;
import dev.kaniko.ports.cache.CachedStep;
import dev.kaniko.ports.layer.ImageLayer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Makes cache configs of a build's steps. */
final class CacheConfigs {
  private final Map<CacheKey, Integer> indexes = new HashMap<>();
  private final List<Step> records = new ArrayList<>();

  private CacheConfigs() {
    records.add(new Step(CacheConfig.MARK, OptionalInt.empty(), List.of()));
  }

  /**
   * The layers of all steps, each once.
   *
   * @param steps each after those that it stands on
   */
  static List<ImageLayer> layersOf(List<CachedStep> steps) {
    Map<Digest, ImageLayer> layers = new LinkedHashMap<>();
    for (CachedStep step : steps) {
      ImageLayer layer = step.layer().layer();
      layers.putIfAbsent(layer.descriptor().digest(), layer);
    }
    return List.copyOf(layers.values());
  }

  /**
   * A cache that stands by itself.
   *
   * @param layers those of the steps, as they will be stored
   */
  static CacheConfig of(List<CachedStep> steps, List<ImageLayer> layers) {
    CacheConfigs made = new CacheConfigs();
    Map<Digest, Integer> places = places(layers);
    made.add(steps, places);
    return new CacheConfig(described(steps, layers, places), made.records);
  }

  /**
   * The cache in an image of these layers.
   *
   * @param steps those whose layers are among the image's
   */
  static CacheConfig within(List<ImageLayer> image, List<CachedStep> steps) {
    CacheConfigs made = new CacheConfigs();
    made.add(steps, places(image));
    return new CacheConfig(List.of(), made.records);
  }

  private static Map<Digest, Integer> places(List<ImageLayer> layers) {
    Map<Digest, Integer> places = new HashMap<>();
    for (int i = 0; i < layers.size(); i++) {
      places.putIfAbsent(layers.get(i).descriptor().digest(), i);
    }
    return places;
  }

  private void add(List<CachedStep> steps, Map<Digest, Integer> places) {
    for (CachedStep step : steps) {
      int layer = places.get(step.layer().layer().descriptor().digest());
      Result result = new Result(layer, Optional.of(step.layer().created()));
      OptionalInt below =
          step.below().isPresent()
              ? OptionalInt.of(indexOf(step.below().get(), OptionalInt.empty(), List.of()))
              : OptionalInt.empty();
      for (CacheKey key : step.keys()) {
        boolean first = key.equals(step.keys().getFirst());
        var _ = indexOf(key, first ? below : OptionalInt.empty(), List.of(result));
      }
    }
  }

  private int indexOf(CacheKey key, OptionalInt below, List<Result> results) {
    Integer known = indexes.get(key);
    if (known == null) {
      known = records.size();
      indexes.put(key, known);
      records.add(new Step(key.digest(), below, results));
    }
    return known;
  }

  private static List<Layer> described(
      List<CachedStep> steps, List<ImageLayer> layers, Map<Digest, Integer> places) {
    Map<CacheKey, Integer> placeOfStep = new HashMap<>();
    Map<Integer, CachedStep> firstOfPlace = new HashMap<>();
    for (CachedStep step : steps) {
      int place = places.get(step.layer().layer().descriptor().digest());
      placeOfStep.putIfAbsent(step.keys().getFirst(), place);
      firstOfPlace.putIfAbsent(place, step);
    }
    List<Layer> described = new ArrayList<>();
    for (ImageLayer layer : layers) {
      CachedStep step = firstOfPlace.get(described.size());
      Optional<Integer> parent = step.below().map(placeOfStep::get);
      described.add(
          new Layer(
              layer.descriptor().digest(),
              parent.filter(it -> it < described.size()).stream().mapToInt(it -> it).findFirst(),
              Optional.of(
                  new Notes(
                      layer.descriptor().mediaType(),
                      layer.diffId(),
                      layer.descriptor().size(),
                      step.layer().created()))));
    }
    return described;
  }
}
