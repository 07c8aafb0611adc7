package dev.kaniko.adapters.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaniko.adapters.registry.cache.CacheAge;
import dev.kaniko.domain.cache.CacheKey;
import dev.kaniko.ports.cache.CachedLayer;
import dev.kaniko.ports.cache.CachedLayers;
import dev.kaniko.ports.cache.LayerCache;
import dev.kaniko.ports.failure.BuildFailure;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every layer cache does. */
abstract class LayerCacheContract extends CachedLayersContract {
  private static final Map<String, String> NOTES = Map.of("one", "a text\n", "other", "");

  abstract LayerCache cache(CacheAge age);

  @Override
  final CachedLayers layers(CacheAge age) {
    return cache(age);
  }

  @Override
  final void keep(List<CacheKey> keys, CachedLayer layer) {
    cache(new CacheAge(WEEK, InstantSource.fixed(CREATED))).store(keys, layer);
  }

  @Test
  void notesAreFoundTogetherWithTheLayer() {
    CacheKey key = newKey();
    keep(List.of(key), layer(20).withNotes(NOTES));
    assertThat(layersAt(CREATED).find(key).orElseThrow().notes()).isEqualTo(NOTES);
  }

  /** Puts what is stored under one key in the place of another. */
  abstract void move(CacheKey from, CacheKey to) throws Exception;

  @Test
  void aLayerThatWasStoredUnderAnotherKeyIsRefused() throws Exception {
    CacheKey own = newKey();
    CacheKey other = newKey();
    keep(List.of(own), layer(13));
    move(own, other);
    assertThatThrownBy(() -> layersAt(CREATED).find(other))
        .isInstanceOf(BuildFailure.class)
        .hasMessageContaining("was not stored under this key");
  }
}
