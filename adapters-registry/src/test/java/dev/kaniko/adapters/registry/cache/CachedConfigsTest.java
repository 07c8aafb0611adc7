package dev.kaniko.adapters.registry.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaniko.adapters.registry.testkit.RecordingListener;
import dev.kaniko.domain.cache.CacheKey;
import dev.kaniko.domain.cache.CacheKeys;
import dev.kaniko.domain.image.Descriptor;
import dev.kaniko.domain.image.MediaTypes;
import dev.kaniko.ports.cache.CachedLayer;
import dev.kaniko.ports.cache.LayerCache;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CachedConfigsTest {
  private static final InstantSource NOW =
      InstantSource.fixed(Instant.parse("2024-05-06T07:08:09Z"));
  private static final byte[] CONFIG = "{\"os\":\"linux\"}".getBytes(StandardCharsets.UTF_8);
  private static final Descriptor DESCRIPTOR = Descriptor.of(MediaTypes.OCI_CONFIG, CONFIG);

  @TempDir Path directory;
  private final RecordingListener listener = new RecordingListener();

  private LayerCache cache() {
    return new LayoutLayerCache(directory, new CacheAge(Duration.ofDays(1), NOW));
  }

  private CachedConfigs configs(boolean store) {
    return new CachedConfigs(cache(), store, NOW, listener);
  }

  private void keep(boolean store, Descriptor descriptor, byte[] config) {
    try (CachedConfigs configs = configs(store)) {
      configs.keep(descriptor, config);
    }
  }

  @Test
  void a_config_that_was_kept_is_found() {
    assertThat(configs(true).find(DESCRIPTOR)).isEmpty();
    keep(true, DESCRIPTOR, CONFIG);
    assertThat(configs(false).find(DESCRIPTOR).orElseThrow()).isEqualTo(CONFIG);
    assertThat(listener.lines()).isEmpty();
  }

  @Test
  void nothing_is_kept_where_nothing_is_to_be_stored_and_nothing_wrong_or_large() {
    keep(false, DESCRIPTOR, CONFIG);
    assertThat(configs(true).find(DESCRIPTOR)).isEmpty();
    keep(true, DESCRIPTOR, new byte[CONFIG.length]);
    assertThat(configs(true).find(DESCRIPTOR)).isEmpty();
    byte[] large = new byte[(64 << 10) + 1];
    Descriptor ofLarge = Descriptor.of(MediaTypes.OCI_CONFIG, large);
    keep(true, ofLarge, large);
    assertThat(configs(true).find(ofLarge)).isEmpty();
  }

  @Test
  void other_bytes_than_the_manifest_of_the_base_names_are_not_used_and_told() {
    keep(true, DESCRIPTOR, CONFIG);
    CacheKey key = CacheKeys.config(DESCRIPTOR.digest());
    CachedLayer kept = cache().find(key).orElseThrow();
    for (String note : List.of(Base64.getEncoder().encodeToString(new byte[CONFIG.length]), "*")) {
      cache().store(List.of(key), kept.withNotes(Map.of(key.tag(), note)));
      assertThat(configs(true).find(DESCRIPTOR)).isEmpty();
      assertThat(listener.lines().removeLast())
          .startsWith("warning: the cached config " + DESCRIPTOR.digest() + " is not used");
    }
  }
}
