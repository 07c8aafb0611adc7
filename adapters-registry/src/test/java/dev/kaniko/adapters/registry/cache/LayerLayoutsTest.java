package dev.kaniko.adapters.registry.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaniko.adapters.registry.testkit.SampleImage;
import dev.kaniko.domain.cache.CacheKey;
import dev.kaniko.domain.image.Digest;
import dev.kaniko.domain.image.ImageFormat;
import dev.kaniko.ports.cache.CacheContents.Item;
import dev.kaniko.ports.cache.CachedLayer;
import dev.kaniko.ports.failure.EnvironmentFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayerLayoutsTest {
  private static final Instant NOW = Instant.parse("2024-05-06T07:08:09Z");

  @TempDir Path directory;

  private Path cache() {
    return directory.resolve("cache");
  }

  private LayoutLayerCache layers() {
    return new LayoutLayerCache(
        cache(), new CacheAge(Duration.ofDays(7), InstantSource.fixed(NOW)));
  }

  private static CacheKey key(String name) {
    return new CacheKey(Digest.sha256(name));
  }

  private void store(int size, Instant made, CacheKey... keys) {
    layers()
        .store(
            List.of(keys),
            new CachedLayer(SampleImage.layer(ImageFormat.OCI, directory, "file", size), made));
  }

  private long bytes() throws IOException {
    try (Stream<Path> files = Files.walk(cache().resolve("blobs"))) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  @Test
  void aLayerIsOneItemWhateverKeysItHas() {
    store(100, NOW, key("a"), key("b"));
    store(200, NOW.minusSeconds(60), key("c"));
    List<Item> items = new LayerLayouts(cache()).items();
    assertThat(items).extracting(Item::made).containsExactly(NOW.minusSeconds(60), NOW);
    assertThat(items.getLast().names()).containsExactlyInAnyOrder(key("a").tag(), key("b").tag());
  }

  @Test
  void whatIsRemovedIsNotFoundAndTheRestIs() throws IOException {
    store(100, NOW, key("a"), key("b"));
    store(200, NOW.minusSeconds(60), key("c"));
    LayerLayouts layouts = new LayerLayouts(cache());
    long before = bytes();
    long freed = layouts.remove(List.of(layouts.items().getFirst()));
    assertThat(freed).isPositive().isEqualTo(before - bytes());
    assertThat(layers().find(key("c"))).isEmpty();
    assertThat(layers().find(key("a"))).isPresent();
    layouts.remove(layouts.items());
    assertThat(bytes()).isZero();
    assertThat(layouts.items()).isEmpty();
  }

  @Test
  void aContentThatAnotherItemNeedsStays() {
    store(100, NOW, key("a"));
    store(100, NOW.minusSeconds(60), key("c"));
    LayerLayouts layouts = new LayerLayouts(cache());
    layouts.remove(List.of(layouts.items().getFirst()));
    assertThat(layers().find(key("a")).orElseThrow().layer().content())
        .satisfies(blob -> blob.open().readAllBytes());
  }

  @Test
  void whatIsDamagedIsTheOldest() throws IOException {
    store(100, NOW, key("a"));
    store(100, NOW, key("b"));
    Files.writeString(cache().resolve(key("b").tag()).resolve("index.json"), "x");
    Item first = new LayerLayouts(cache()).items().getFirst();
    assertThat(first.kind()).isEqualTo("damaged");
    assertThat(first.names()).containsExactly(key("b").tag());
  }

  @Test
  void nothingIsRemovedThroughALink() throws IOException {
    Path precious = Files.createDirectory(directory.resolve("precious"));
    Files.writeString(precious.resolve("file"), "x");
    store(100, NOW, key("a"));
    Files.createSymbolicLink(cache().resolve(key("a").tag()).resolve("link"), precious);
    LayerLayouts layouts = new LayerLayouts(cache());
    layouts.remove(layouts.items());
    assertThat(precious.resolve("file")).exists();
    assertThat(cache().resolve(key("a").tag())).doesNotExist();
  }

  @Test
  void aCacheThatIsNotThereIsTold() {
    assertThatThrownBy(() -> new LayerLayouts(directory.resolve("nowhere")).items())
        .isInstanceOf(EnvironmentFailure.class)
        .hasMessageContaining("nowhere");
  }
}
