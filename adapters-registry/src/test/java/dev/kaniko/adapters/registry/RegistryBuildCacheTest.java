package dev.kaniko.adapters.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaniko.adapters.registry.buildkit.InlineCacheField;
import dev.kaniko.adapters.registry.cache.CacheAge;
import dev.kaniko.adapters.registry.document.JsonImageDocuments;
import dev.kaniko.adapters.registry.options.RegistryOptions;
import dev.kaniko.adapters.registry.testkit.RecordingListener;
import dev.kaniko.adapters.registry.testkit.RegistryProcess;
import dev.kaniko.adapters.registry.testkit.SampleImage;
import dev.kaniko.domain.cache.CacheKey;
import dev.kaniko.domain.image.ImageFormat;
import dev.kaniko.domain.image.ImageReference;
import dev.kaniko.domain.image.Platform;
import dev.kaniko.ports.cache.CachedLayer;
import dev.kaniko.ports.cache.CachedLayers;
import dev.kaniko.ports.cache.CachedStep;
import dev.kaniko.ports.layer.ImageLayer;
import dev.kaniko.ports.registry.BuiltImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Caches in one piece in a registry: by themselves, of two forms, and in images. */
class RegistryBuildCacheTest {
  private static final Platform PLATFORM = Platform.of("linux", "amd64");
  private static RegistryProcess registry;

  @BeforeAll
  static void start() throws Exception {
    registry = RegistryProcess.start();
  }

  @AfterAll
  static void stop() throws Exception {
    registry.close();
  }

  /** What differs is how the cache is written. */
  abstract static class InRegistry extends CachedLayersContract {
    final RecordingListener listener = new RecordingListener();
    final Registries registries =
        new Registries(RegistryOptions.strict("kaniko/test"), List.of(), listener);

    abstract ImageReference reference();

    abstract void write(List<CachedStep> steps);

    @Override
    final CachedLayers layers(CacheAge age) {
      return registries.buildCaches().in(reference(), PLATFORM, age);
    }

    @Override
    final void keep(List<CacheKey> keys, CachedLayer layer) {
      write(List.of(new CachedStep(keys, Optional.of(newKey()), layer)));
    }

    @AfterEach
    void close() {
      registries.close();
    }
  }

  @Nested
  class NamedByAManifest extends InRegistry {
    @Override
    ImageReference reference() {
      return ImageReference.parse(registry.host() + "/app/cache:manifest");
    }

    @Override
    void write(List<CachedStep> steps) {
      registries.buildCaches().to(reference(), true).write(steps);
    }
  }

  @Nested
  class NamedByAnIndex extends InRegistry {
    @Override
    ImageReference reference() {
      return ImageReference.parse(registry.host() + "/app/cache:index");
    }

    @Override
    void write(List<CachedStep> steps) {
      registries.buildCaches().to(reference(), false).write(steps);
    }
  }

  @Nested
  class InAnImage extends InRegistry {
    @Override
    ImageReference reference() {
      return ImageReference.parse(registry.host() + "/app/image:1");
    }

    /** The image has a base of the same layer twice, whose indexes have to be counted, too. */
    @Override
    void write(List<CachedStep> steps) {
      ImageLayer base = SampleImage.layer(ImageFormat.OCI, directory, "base", 20);
      List<ImageLayer> layers = new ArrayList<>(List.of(base, base));
      steps.forEach(it -> layers.add(it.layer().layer()));
      BuiltImage plain =
          new BuiltImage(
              ImageFormat.OCI,
              SampleImage.of(ImageFormat.OCI, directory)
                  .image()
                  .config()
                  .withDiffIds(layers.stream().map(ImageLayer::diffId).toList()),
              layers,
              new java.util.TreeMap<>());
      List<CachedStep> all = new ArrayList<>(steps);
      all.add(new CachedStep(List.of(newKey()), Optional.empty(), layer(99)));
      registries
          .destination(reference())
          .write(new JsonImageDocuments().describe(new InlineCacheField().addedTo(plain, all)));
    }

    @Test
    void aStepWhoseLayerIsNotTheImagesIsNotInItsCache() {
      CacheKey key = newKey();
      CachedLayer foreign = layer(98);
      BuiltImage image =
          new InlineCacheField()
              .addedTo(
                  SampleImage.of(ImageFormat.OCI, directory, 10).image(),
                  List.of(new CachedStep(List.of(key), Optional.empty(), foreign)));
      registries.destination(reference()).write(new JsonImageDocuments().describe(image));
      assertThat(layersAt(CREATED).find(key)).isEmpty();
      assertThat(listener.lines()).noneMatch(it -> it.startsWith("warning"));
    }

    @Test
    void anImageWithoutACacheIsToldOfOnce() {
      registries.destination(reference()).write(SampleImage.of(ImageFormat.OCI, directory, 10));
      CachedLayers layers = layersAt(CREATED);
      assertThat(layers.find(newKey())).isEmpty();
      assertThat(layers.find(newKey())).isEmpty();
      assertThat(listener.lines()).filteredOn(it -> it.contains("without a cache")).hasSize(1);
    }
  }

  @Test
  void aCacheThatIsNotThereIsAWarningAndNoFailure() {
    RecordingListener listener = new RecordingListener();
    try (Registries registries =
        new Registries(RegistryOptions.strict("kaniko/test"), List.of(), listener)) {
      CachedLayers layers =
          registries
              .buildCaches()
              .in(
                  ImageReference.parse(registry.host() + "/nothing:here"),
                  PLATFORM,
                  new CacheAge(CachedLayersContract.WEEK, java.time.InstantSource.system()));
      assertThat(layers.find(CachedLayersContract.newKey())).isEmpty();
      assertThat(layers.find(CachedLayersContract.newKey())).isEmpty();
      assertThat(listener.lines())
          .filteredOn(it -> it.startsWith("warning") && it.contains("is not used"))
          .hasSize(1);
    }
  }
}
