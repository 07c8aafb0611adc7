package dev.kaniko.adapters.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaniko.adapters.registry.cache.CacheAge;
import dev.kaniko.adapters.registry.testkit.SampleImage;
import dev.kaniko.domain.cache.CacheKey;
import dev.kaniko.domain.image.Digest;
import dev.kaniko.domain.image.ImageFormat;
import dev.kaniko.ports.cache.CachedLayer;
import dev.kaniko.ports.cache.LayerCache;
import dev.kaniko.ports.failure.BuildFailure;
import dev.kaniko.ports.layer.ImageLayer;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every layer cache does. */
abstract class LayerCacheContract {
  private static final Instant CREATED = Instant.parse("2024-05-06T07:08:09.123456789Z");
  private static final Map<String, String> NOTES = Map.of("one", "a text\n", "other", "");
  private static final Duration WEEK = Duration.ofDays(7);
  private static final AtomicInteger NUMBER = new AtomicInteger();

  @TempDir Path directory;

  /** A cache over the same layers each time it is asked for. */
  abstract LayerCache cache(CacheAge age);

  private LayerCache cacheAt(Instant now) {
    return cache(new CacheAge(WEEK, InstantSource.fixed(now)));
  }

  private static CacheKey newKey() {
    return new CacheKey(Digest.sha256("key " + NUMBER.incrementAndGet()));
  }

  private CachedLayer layer(int size) {
    ImageLayer layer = SampleImage.layer(ImageFormat.OCI, directory, "file", size);
    return new CachedLayer(layer, CREATED).withNotes(NOTES);
  }

  @Test
  void whatWasStoredIsFoundUnderEachOfItsKeys() throws Exception {
    CachedLayer stored = layer(5000);
    List<CacheKey> keys = List.of(newKey(), newKey());
    cacheAt(CREATED).store(keys, stored);
    for (CacheKey key : keys) {
      CachedLayer found = cacheAt(CREATED).find(key).orElseThrow();
      assertThat(found.created()).isEqualTo(CREATED);
      assertThat(found.notes()).isEqualTo(NOTES);
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
    assertThat(cacheAt(CREATED).find(newKey())).isEmpty();
  }

  @Test
  void aLayerIsFoundUntilItIsTooOld() {
    CacheKey key = newKey();
    cacheAt(CREATED).store(List.of(key), layer(10));
    assertThat(cacheAt(CREATED.plus(WEEK)).find(key)).isPresent();
    assertThat(cacheAt(CREATED.plus(WEEK).plusNanos(1)).find(key)).isEmpty();
  }

  @Test
  void theLastLayerOfAKeyIsTheOneThatIsFound() {
    CacheKey key = newKey();
    cacheAt(CREATED).store(List.of(key), layer(11));
    CachedLayer later = layer(12);
    cacheAt(CREATED).store(List.of(key), later);
    assertThat(cacheAt(CREATED).find(key).orElseThrow().layer().diffId())
        .isEqualTo(later.layer().diffId());
  }

  /** Puts what is stored under one key in the place of another. */
  abstract void move(CacheKey from, CacheKey to) throws Exception;

  @Test
  void aLayerThatWasStoredUnderAnotherKeyIsRefused() throws Exception {
    CacheKey own = newKey();
    CacheKey other = newKey();
    cacheAt(CREATED).store(List.of(own), layer(13));
    move(own, other);
    assertThatThrownBy(() -> cacheAt(CREATED).find(other))
        .isInstanceOf(BuildFailure.class)
        .hasMessageContaining("was not stored under this key");
  }
}
