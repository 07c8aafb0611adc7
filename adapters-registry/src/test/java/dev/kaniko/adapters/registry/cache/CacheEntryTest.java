package dev.kaniko.adapters.registry.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaniko.adapters.registry.document.ManifestDocument.ImageManifest;
import dev.kaniko.adapters.registry.testkit.SampleImage;
import dev.kaniko.domain.cache.CacheKey;
import dev.kaniko.domain.image.Descriptor;
import dev.kaniko.domain.image.Digest;
import dev.kaniko.domain.image.ImageFormat;
import dev.kaniko.domain.image.MediaTypes;
import dev.kaniko.ports.cache.CachedLayer;
import dev.kaniko.ports.failure.UnsafeContentFailure;
import dev.kaniko.ports.layer.ImageLayer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What others may have put into a cache. */
class CacheEntryTest {
  private static final Instant NOW = Instant.parse("2024-05-06T07:08:09Z");
  private static final CacheKey KEY = new CacheKey(Digest.sha256("key"));

  @TempDir Path directory;
  private ImageLayer layer;
  private Descriptor noted;

  @BeforeEach
  void store() {
    layer = SampleImage.layer(ImageFormat.OCI, directory, "file", 10);
    noted =
        CacheEntry.image(List.of(KEY), new CachedLayer(layer, NOW))
            .layers()
            .getFirst()
            .descriptor();
  }

  private CachedLayer read(Descriptor descriptor) {
    ImageManifest manifest =
        new ImageManifest(MediaTypes.OCI_MANIFEST, descriptor, List.of(descriptor));
    return CacheEntry.read(KEY, manifest, _ -> layer.content(), "the cache");
  }

  @Test
  void nothing_but_the_layer_itself_is_taken_over() {
    Map<String, String> more = new HashMap<>(noted.annotations());
    more.put("org.example", "from somebody");
    assertThat(read(noted.withAnnotations(more)).layer().descriptor())
        .isEqualTo(layer.descriptor());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        MediaTypes.OCI_FOREIGN_LAYER,
        MediaTypes.OCI_FOREIGN_LAYER + "+gzip",
        MediaTypes.OCI_MANIFEST
      })
  void what_is_no_layer_of_ours_by_its_type_is_refused(String type) {
    assertThatThrownBy(() -> read(noted.withMediaType(type)))
        .isInstanceOf(UnsafeContentFailure.class);
  }

  @Test
  void a_layer_that_lies_elsewhere_is_refused() {
    Descriptor elsewhere =
        new Descriptor(
            noted.mediaType(),
            noted.digest(),
            noted.size(),
            List.of("https://elsewhere.invalid/layer"),
            new TreeMap<>(noted.annotations()));
    assertThatThrownBy(() -> read(elsewhere)).isInstanceOf(UnsafeContentFailure.class);
  }

  @ParameterizedTest
  @CsvSource({"diff-id, none", "created, yesterday", "keys, others"})
  void damaged_notes_are_refused(String name, String value) {
    Map<String, String> damaged = new HashMap<>(noted.annotations());
    damaged.put("dev.kaniko.cache." + name, value);
    assertThatThrownBy(() -> read(noted.withAnnotations(damaged)))
        .isInstanceOf(UnsafeContentFailure.class);
  }

  @Test
  void more_notes_than_are_written_are_refused() {
    Map<String, String> more = new HashMap<>(noted.annotations());
    more.put("dev.kaniko.cache.note.x", "x".repeat(300_000));
    assertThatThrownBy(() -> read(noted.withAnnotations(more)))
        .isInstanceOf(UnsafeContentFailure.class);
  }

  @Test
  void a_layer_that_is_not_packed_has_the_digest_of_its_tar() {
    assertThatThrownBy(() -> read(noted.withMediaType(MediaTypes.OCI_LAYER)))
        .isInstanceOf(UnsafeContentFailure.class);
    Map<String, String> right = new HashMap<>(noted.annotations());
    right.put("dev.kaniko.cache.diff-id", noted.digest().toString());
    Descriptor tar = noted.withMediaType(MediaTypes.OCI_LAYER).withAnnotations(right);
    assertThat(read(tar).layer().diffId()).isEqualTo(noted.digest());
  }

  @Test
  void a_layer_from_the_future_is_not_used_for_ever() {
    CacheAge age = new CacheAge(Duration.ofDays(1), InstantSource.fixed(NOW));
    assertThat(age.isYoungEnough(new CachedLayer(layer, Instant.MAX))).isFalse();
    assertThat(age.isYoungEnough(new CachedLayer(layer, Instant.MIN))).isFalse();
    assertThat(age.isYoungEnough(new CachedLayer(layer, NOW.plusSeconds(60)))).isTrue();
  }
}
