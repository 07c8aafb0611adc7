package dev.kaniko.adapters.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaniko.adapters.registry.buildkit.BuildCaches;
import dev.kaniko.adapters.registry.buildkit.BuildCaches.Layout;
import dev.kaniko.adapters.registry.cache.CacheAge;
import dev.kaniko.adapters.registry.testkit.RecordingListener;
import dev.kaniko.domain.cache.CacheKey;
import dev.kaniko.domain.image.Digest;
import dev.kaniko.domain.image.Platform;
import dev.kaniko.ports.cache.CachedLayer;
import dev.kaniko.ports.cache.CachedLayers;
import dev.kaniko.ports.cache.CachedStep;
import dev.kaniko.ports.failure.EnvironmentFailure;
import dev.kaniko.ports.failure.UnsafeContentFailure;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Caches in one piece in an image layout; and what may be wrong with such a cache. */
class LayoutBuildCacheTest extends CachedLayersContract {
  private static final String OWN = Digest.sha256("dev.kaniko.cache.v1").toString();
  private static final String TYPE = "application/vnd.oci.image.layer.v1.tar+gzip";

  private final RecordingListener listener = new RecordingListener();
  private final BuildCaches caches =
      new BuildCaches(
          () -> {
            throw new AssertionError("no registry is asked");
          },
          reference -> {
            throw new AssertionError("nothing is pushed");
          },
          listener);

  private Layout layout(String tag) {
    return new Layout(directory.resolve("cache"), tag, Optional.empty());
  }

  @Override
  CachedLayers layers(CacheAge age) {
    return caches.in(layout("latest"), Platform.of("linux", "amd64"), age);
  }

  @Override
  void keep(List<CacheKey> keys, CachedLayer layer) {
    keep("latest", newKey(), keys, layer);
  }

  private void keep(String tag, CacheKey below, List<CacheKey> keys, CachedLayer layer) {
    caches.to(layout(tag), true).write(List.of(new CachedStep(keys, Optional.of(below), layer)));
  }

  private Optional<CachedLayer> find(Layout layout, CacheKey key) {
    return caches
        .in(layout, Platform.of("linux", "amd64"), new CacheAge(WEEK, () -> CREATED))
        .find(key);
  }

  @Test
  void whatHasAnotherTagStaysAndADigestNamesWhatATagNoLongerDoes() throws Exception {
    CacheKey key = newKey();
    keep("one", newKey(), List.of(key), layer(20));
    String index = Files.readString(directory.resolve("cache/index.json"));
    Digest first = Digest.parse(index.replaceAll("(?s).*?\"digest\":\"([^\"]*)\".*", "$1"));
    keep("two", newKey(), List.of(newKey()), layer(21));
    assertThat(find(layout("one"), key)).isPresent();
    assertThat(find(layout("two"), key)).isEmpty();
    keep("one", newKey(), List.of(newKey()), layer(22));
    assertThat(find(layout("one"), key)).isEmpty();
    Path place = directory.resolve("cache");
    assertThat(find(new Layout(place, "two", Optional.of(first)), key)).isPresent();
    assertThat(Files.readString(place.resolve("index.json")).split("\"one\"")).hasSize(2);
  }

  @Test
  void theSameStepsAreTheSameBytes() throws Exception {
    CacheKey key = newKey();
    CacheKey below = newKey();
    CachedLayer layer = layer(20);
    keep("latest", below, List.of(key), layer);
    String first = Files.readString(directory.resolve("cache/index.json"));
    keep("latest", below, List.of(key), find(layout("latest"), key).orElseThrow());
    assertThat(Files.readString(directory.resolve("cache/index.json"))).isEqualTo(first);
  }

  @Test
  void aLayoutThatCannotBeWrittenIsAFailure() throws Exception {
    Files.writeString(directory.resolve("cache"), "a file");
    assertThatThrownBy(() -> keep(List.of(newKey()), layer(20)))
        .isInstanceOf(EnvironmentFailure.class)
        .hasMessageContaining("cannot write the image layout");
  }

  @Test
  void bytesThatWereChangedAreNotReadAsTheLayer() throws Exception {
    CacheKey key = newKey();
    CachedLayer kept = layer(100);
    keep(List.of(key), kept);
    Path blob = blob(kept.layer().descriptor().digest());
    byte[] bytes = Files.readAllBytes(blob);
    bytes[50] ^= 1;
    Files.write(blob, bytes);
    CachedLayer found = layersAt(CREATED).find(key).orElseThrow();
    try (InputStream stream = found.layer().content().open()) {
      assertThatThrownBy(stream::readAllBytes).isInstanceOf(UnsafeContentFailure.class);
    }
    Files.delete(blob);
    assertThat(layersAt(CREATED).find(key)).isEmpty();
    assertThat(listener.lines()).anyMatch(it -> it.contains("1 step is damaged"));
  }

  @Test
  void aConfigWhoseBytesWereChangedIsNotUsed() throws Exception {
    CacheKey key = newKey();
    keep(List.of(key), layer(100));
    try (var blobs = Files.list(directory.resolve("cache/blobs/sha256"))) {
      for (Path blob : blobs.toList()) {
        String text = Files.readString(blob, StandardCharsets.ISO_8859_1);
        Files.writeString(
            blob, text.replace("createdAt", "cReatedAt"), StandardCharsets.ISO_8859_1);
      }
    }
    assertThat(layersAt(CREATED).find(key)).isEmpty();
    assertThat(listener.lines())
        .anyMatch(it -> it.startsWith("warning") && it.contains("has other bytes"));
  }

  @Test
  void stepsThatAreWrongAreMissesAndTheOthersAreFound() throws Exception {
    CacheKey good = newKey();
    CachedLayer layer = layer(30);
    keep(List.of(good), layer);
    String blob = layer.layer().descriptor().digest().toString();
    String diffId = layer.layer().diffId().toString();
    CacheKey noDiffId = newKey();
    CacheKey noSuchLayer = newKey();
    CacheKey notInTheManifest = newKey();
    writeCache(
        """
        {"layers":[
          {"blob":"%s","parent":-1,"annotations":{"mediaType":"%s","diffID":"%s","size":30}},
          {"blob":"%s","parent":-1},
          {"blob":"%s","annotations":{"mediaType":"%s","diffID":"%s","size":30}}],
        "records":[{"digest":"%s"},%s,%s,%s,%s]}\
        """
            .formatted(
                blob,
                TYPE,
                diffId,
                blob,
                Digest.sha256("none"),
                TYPE,
                diffId,
                OWN,
                record(good, 0),
                record(noDiffId, 1),
                record(notInTheManifest, 2),
                record(noSuchLayer, 3)),
        "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}"
            .formatted(TYPE, blob, layer.layer().descriptor().size()));
    CachedLayers layers = layersAt(CREATED);
    assertThat(layers.find(good)).isPresent();
    for (CacheKey bad : List.of(noDiffId, noSuchLayer, notInTheManifest)) {
      assertThat(layers.find(bad)).isEmpty();
    }
    assertThat(listener.lines()).filteredOn(it -> it.contains("3 steps are damaged")).hasSize(1);
  }

  @Test
  void aLayerThatIsToBeFetchedFromElsewhereIsNotUsed() throws Exception {
    CacheKey key = newKey();
    CachedLayer layer = layer(30);
    keep(List.of(key), layer);
    String blob = layer.layer().descriptor().digest().toString();
    writeCache(
        """
        {"layers":[{"blob":"%s","annotations":{"mediaType":"%s","diffID":"%s"}}],
        "records":[{"digest":"%s"},%s]}\
        """
            .formatted(blob, TYPE, layer.layer().diffId(), OWN, record(key, 0)),
        "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":1,\"urls\":[\"http://169.254.1.1/\"]}"
            .formatted(TYPE, blob));
    assertThat(layersAt(CREATED).find(key)).isEmpty();
  }

  @Test
  void aCacheOfAnotherBuildersIsToldOfAndHasNothing() throws Exception {
    CacheKey key = newKey();
    keep(List.of(key), layer(30));
    writeCache("{\"records\":[%s]}".formatted(record(key, 0)), "");
    assertThat(layersAt(CREATED).find(key)).isEmpty();
    assertThat(listener.lines())
        .filteredOn(it -> it.contains("is a cache of another builder's"))
        .hasSize(1);
    assertThat(listener.lines()).noneMatch(it -> it.startsWith("warning"));
  }

  private static String record(CacheKey key, int layer) {
    return "{\"digest\":\"%s\",\"layers\":[{\"layer\":%d,\"createdAt\":\"%s\"}]}"
        .formatted(key.digest(), layer, CREATED);
  }

  /** Replaces the cache {@code latest} by one with this config. */
  private void writeCache(String config, String layers) throws Exception {
    Digest configDigest = write(config);
    String manifest =
        """
        {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",
        "config":{"mediaType":"application/vnd.buildkit.cacheconfig.v0","digest":"%s","size":%d},
        "layers":[%s]}\
        """
            .formatted(configDigest, config.length(), layers);
    Digest digest = write(manifest);
    Files.writeString(
        directory.resolve("cache/index.json"),
        """
        {"schemaVersion":2,"manifests":[{"digest":"%s","size":%d,
        "mediaType":"application/vnd.oci.image.manifest.v1+json",
        "annotations":{"org.opencontainers.image.ref.name":"latest"}}]}\
        """
            .formatted(digest, manifest.length()));
  }

  private Digest write(String document) throws Exception {
    Digest digest = Digest.sha256(document);
    Files.writeString(blob(digest), document);
    return digest;
  }

  private Path blob(Digest digest) {
    return directory.resolve("cache/blobs/sha256").resolve(digest.hex());
  }
}
