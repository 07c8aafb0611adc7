package dev.kaniko.ports.cache;

import dev.kaniko.domain.cache.CacheKey;
import dev.kaniko.ports.layer.ImageLayer;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A layer as a cache has it.
 *
 * @param created when the step was executed that made it
 * @param keys under which else the cache says it has it, the first of them; may be empty
 * @param notes short texts by their names, ASCII both, that are found together with the layer; a
 *     cache that can keep none gives none
 */
public record CachedLayer(
    ImageLayer layer, Instant created, List<CacheKey> keys, SortedMap<String, String> notes) {
  /** A step has two; a few more may have come to the same layer. */
  private static final int MOST_KEYS = 8;

  public CachedLayer {
    keys = keys.stream().distinct().limit(MOST_KEYS).toList();
    notes = Collections.unmodifiableSortedMap(new TreeMap<>(notes));
  }

  public CachedLayer(ImageLayer layer, Instant created) {
    this(layer, created, List.of());
  }

  public CachedLayer(ImageLayer layer, Instant created, List<CacheKey> keys) {
    this(layer, created, keys, new TreeMap<>());
  }

  /** The same layer with other notes. */
  public CachedLayer withNotes(Map<String, String> newNotes) {
    return new CachedLayer(layer, created, keys, new TreeMap<>(newNotes));
  }

  /** The layer with the same keys and notes. */
  public CachedLayer withLayer(ImageLayer newLayer) {
    return new CachedLayer(newLayer, created, keys, notes);
  }
}
