package dev.kaniko.ports.cache;

import dev.kaniko.ports.layer.ImageLayer;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A layer as a cache has it.
 *
 * @param created when the step was executed that made it
 * @param notes short texts by their names, ASCII both, that are found together with the layer; a
 *     cache that can keep none gives none
 */
public record CachedLayer(ImageLayer layer, Instant created, SortedMap<String, String> notes) {
  public CachedLayer {
    notes = Collections.unmodifiableSortedMap(new TreeMap<>(notes));
  }

  public CachedLayer(ImageLayer layer, Instant created) {
    this(layer, created, new TreeMap<>());
  }

  /** The same layer with other notes. */
  public CachedLayer withNotes(Map<String, String> newNotes) {
    return new CachedLayer(layer, created, new TreeMap<>(newNotes));
  }

  /** The layer with the same notes. */
  public CachedLayer withLayer(ImageLayer newLayer) {
    return new CachedLayer(newLayer, created, notes);
  }
}
