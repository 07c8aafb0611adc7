package dev.kaniko.adapters.registry;

import dev.kaniko.adapters.registry.cache.CacheAge;
import dev.kaniko.adapters.registry.options.RegistryOptions;
import dev.kaniko.adapters.registry.testkit.RecordingListener;
import dev.kaniko.adapters.registry.testkit.RegistryProcess;
import dev.kaniko.adapters.registry.testkit.Tool;
import dev.kaniko.domain.cache.CacheKey;
import dev.kaniko.domain.image.ImageReference;
import dev.kaniko.ports.cache.LayerCache;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

class RegistryLayerCacheTest extends LayerCacheContract {
  private static RegistryProcess registry;

  private final Registries registries =
      new Registries(RegistryOptions.strict("kaniko/test"), List.of(), new RecordingListener());

  @BeforeAll
  static void start() throws Exception {
    registry = RegistryProcess.start();
  }

  @AfterAll
  static void stop() throws Exception {
    registry.close();
  }

  @AfterEach
  void close() {
    registries.close();
  }

  @Override
  LayerCache cache(CacheAge age) {
    return registries.layerCache(ImageReference.parse(registry.host() + "/app/cache"), age);
  }

  @Override
  void move(CacheKey from, CacheKey to) throws Exception {
    String repository = "docker://" + registry.host() + "/app/cache:";
    Tool.run(
        "skopeo",
        "copy",
        "--src-tls-verify=false",
        "--dest-tls-verify=false",
        repository + from.tag(),
        repository + to.tag());
  }
}
