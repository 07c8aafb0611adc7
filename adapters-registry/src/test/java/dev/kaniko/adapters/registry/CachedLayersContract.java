package dev.kaniko.adapters.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaniko.adapters.registry.cache.CacheAge;
import dev.kaniko.adapters.registry.testkit.SampleImage;
import dev.kaniko.domain.cache.CacheKey;
import dev.kaniko.domain.image.Digest;
import dev.kaniko.domain.image.ImageFormat;
import dev.kaniko.ports.cache.CachedLayer;
import dev.kaniko.ports.cache.CachedLayers;
import dev.kaniko.ports.layer.ImageLayer;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What everything does that has layers by their keys. */
abstract class CachedLayersContract {
  static final Instant CREATED = Instant.parse("2024-05-06T07:08:09.123456789Z");
  static final Duration WEEK = Duration.ofDays(7);
  private static final AtomicInteger NUMBER = new AtomicInteger();

  @TempDir Path directory;

  /** What has the same layers each time it is asked for. */
  abstract CachedLayers layers(CacheAge age);

  abstract void keep(List<CacheKey> keys, CachedLayer layer);

  final CachedLayers layersAt(Instant now) {
    return layers(new CacheAge(WEEK, InstantSource.fixed(now)));
  }

  static CacheKey newKey() {
    return new CacheKey(Digest.sha256("key " + NUMBER.incrementAndGet()));
  }

  final CachedLayer layer(int size) {
    ImageLayer layer = SampleImage.layer(ImageFormat.OCI, directory, "file", size);
    return new CachedLayer(layer, CREATED);
  }

  @Test
  void whatWasStoredIsFoundUnderEachOfItsKeys() throws Exception {
    CachedLayer stored = layer(5000);
    List<CacheKey> keys = List.of(newKey(), newKey());
    keep(keys, stored);
    for (CacheKey key : keys) {
      CachedLayer found = layersAt(CREATED).find(key).orElseThrow();
      assertThat(found.created()).isEqualTo(CREATED);
      assertThat(found.keys()).isEqualTo(keys);
      assertThat(found.layer().diffId()).isEqualTo(stored.layer().diffId());
      assertThat(found.layer().descriptor()).isEqualTo(stored.layer().descriptor());
      try (InputStream own = stored.layer().content().open();
          InputStream theirs = found.layer().content().open()) {
        assertThat(theirs.readAllBytes()).isEqualTo(own.readAllBytes());
      }
    }
  }

  @Test
  void whatWasNeverStoredIsNotFound() {
    assertThat(layersAt(CREATED).find(newKey())).isEmpty();
  }

  @Test
  void aLayerIsFoundUntilItIsTooOld() {
    CacheKey key = newKey();
    keep(List.of(key), layer(10));
    assertThat(layersAt(CREATED.plus(WEEK)).find(key)).isPresent();
    assertThat(layersAt(CREATED.plus(WEEK).plusNanos(1)).find(key)).isEmpty();
  }

  @Test
  void theLastLayerOfAKeyIsTheOneThatIsFound() {
    CacheKey key = newKey();
    keep(List.of(key), layer(11));
    CachedLayer later = layer(12);
    keep(List.of(key), later);
    assertThat(layersAt(CREATED).find(key).orElseThrow().layer().diffId())
        .isEqualTo(later.layer().diffId());
  }
}
