package dev.kaniko.adapters.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaniko.adapters.registry.cache.CacheAge;
import dev.kaniko.adapters.registry.cache.LayoutLayerCache;
import dev.kaniko.adapters.registry.testkit.SampleImage;
import dev.kaniko.domain.cache.CacheKey;
import dev.kaniko.domain.image.Digest;
import dev.kaniko.domain.image.ImageFormat;
import dev.kaniko.ports.cache.CachedLayer;
import dev.kaniko.ports.cache.LayerCache;
import dev.kaniko.ports.failure.UnsafeContentFailure;
import dev.kaniko.ports.layer.ImageLayer;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LayoutLayerCacheTest extends LayerCacheContract {

  @Override
  LayerCache cache(CacheAge age) {
    return new LayoutLayerCache(directory.resolve("cache"), age);
  }

  @Override
  void move(CacheKey from, CacheKey to) throws Exception {
    Path cache = directory.resolve("cache");
    Files.move(cache.resolve(from.tag()), cache.resolve(to.tag()));
  }

  @Test
  void bytesThatWereChangedAreNotReadAsTheLayer() throws Exception {
    CacheKey key = new CacheKey(Digest.sha256("key"));
    Instant now = Instant.EPOCH;
    LayerCache cache = cache(new CacheAge(Duration.ofDays(1), InstantSource.fixed(now)));
    ImageLayer layer = SampleImage.layer(ImageFormat.OCI, directory, "file", 100);
    cache.store(List.of(key), new CachedLayer(layer, now));
    Path blob = directory.resolve("cache/blobs/sha256").resolve(layer.descriptor().digest().hex());
    byte[] bytes = Files.readAllBytes(blob);
    bytes[50] ^= 1;
    Files.write(blob, bytes);
    CachedLayer found = cache.find(key).orElseThrow();
    try (InputStream stream = found.layer().content().open()) {
      assertThatThrownBy(stream::readAllBytes).isInstanceOf(UnsafeContentFailure.class);
    }
  }

  @Test
  void aLayerWithTwoKeysIsThereOnce() throws Exception {
    Instant now = Instant.EPOCH;
    LayerCache cache = cache(new CacheAge(Duration.ofDays(1), InstantSource.fixed(now)));
    ImageLayer layer = SampleImage.layer(ImageFormat.OCI, directory, "file", 100);
    CacheKey one = new CacheKey(Digest.sha256("one"));
    CacheKey other = new CacheKey(Digest.sha256("other"));
    cache.store(List.of(one, other), new CachedLayer(layer, now));
    try (Stream<Path> files = Files.walk(directory.resolve("cache"))) {
      assertThat(files.filter(it -> it.endsWith(layer.descriptor().digest().hex()))).hasSize(1);
    }
    assertThat(cache.find(one)).isPresent();
    assertThat(cache.find(other)).isPresent();
  }
}
