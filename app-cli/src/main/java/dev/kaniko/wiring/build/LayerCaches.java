package dev.kaniko.wiring.build;

import dev.kaniko.adapters.registry.Registries;
import dev.kaniko.adapters.registry.buildkit.BuildCaches;
import dev.kaniko.adapters.registry.buildkit.BuildCaches.Layout;
import dev.kaniko.adapters.registry.buildkit.InlineCacheField;
import dev.kaniko.adapters.registry.cache.CacheAge;
import dev.kaniko.adapters.registry.cache.LayoutLayerCache;
import dev.kaniko.application.cache.CacheExports;
import dev.kaniko.application.cache.CacheExports.Export;
import dev.kaniko.application.cache.CacheSources;
import dev.kaniko.application.cache.Caching;
import dev.kaniko.cli.buildkit.CacheFrom;
import dev.kaniko.cli.buildkit.CacheTo;
import dev.kaniko.cli.options.BuildOptions;
import dev.kaniko.cli.options.CacheOptions;
import dev.kaniko.domain.image.ImageReference;
import dev.kaniko.domain.image.Platform;
import dev.kaniko.ports.cache.CacheTarget;
import dev.kaniko.ports.cache.CachedLayers;
import dev.kaniko.ports.cache.InlineCache;
import dev.kaniko.ports.cache.LayerCache;
import dev.kaniko.ports.layer.LayerReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Makes the layer caches that the flags ask for. */
final class LayerCaches {
  private final CacheOptions options;
  private final boolean planned;
  private final boolean askRegistries;
  private final List<Platform> platforms;
  private final Registries registries;
  private final CacheAge age;

  LayerCaches(BuildOptions options, Registries registries, CacheAge age) {
    this.options = options.cache();
    this.planned = options.dryRun();
    this.askRegistries = !options.registry().skipPushPermissionCheck;
    this.platforms = options.platforms();
    this.registries = registries;
    this.age = age;
  }

  /**
   * @param reader is asked for when layers are cached, or a plan tells their keys
   */
  Optional<Caching> caching(Supplier<LayerReader> reader) {
    if (!options.isWanted() && !planned) {
      return Optional.empty();
    }
    Optional<LayerCache> own = options.place().map(this::kept);
    List<CachedLayers> others = options.from().stream().flatMap(this::read).toList();
    return Optional.of(
        new Caching(
            own.filter(_ -> others.isEmpty()).orElseGet(() -> new CacheSources(own, others)),
            reader.get(),
            options.runLayers(),
            options.copyLayers(),
            own.isPresent() || !others.isEmpty(),
            own.isPresent() && options.store() && !planned,
            options.verify(),
            options.explain(),
            exports()));
  }

  private LayerCache kept(CacheOptions.Place place) {
    return switch (place) {
      case CacheOptions.Repository(ImageReference reference) ->
          registries.layerCache(reference, age);
      case CacheOptions.Layouts(Path directory) -> new LayoutLayerCache(directory, age);
    };
  }

  /** An index of images has another cache for each platform. */
  private Stream<CachedLayers> read(CacheFrom from) {
    return platforms.stream().map(platform -> read(from, platform));
  }

  private CachedLayers read(CacheFrom from, Platform platform) {
    BuildCaches caches = registries.buildCaches();
    return switch (from) {
      case CacheFrom.Repository(ImageReference reference) -> caches.in(reference, platform, age);
      case CacheFrom.Layout(var directory, var tag, var digest) ->
          caches.in(new Layout(directory, tag, digest), platform, age);
    };
  }

  private CacheExports exports() {
    BuildCaches caches = registries.buildCaches();
    List<Export> exports = new ArrayList<>();
    Optional<InlineCache> inline = Optional.empty();
    for (CacheTo to : options.to()) {
      switch (to) {
        case CacheTo.Inline() -> inline = Optional.of(new InlineCacheField());
        case CacheTo.Repository(var reference, var form) ->
            exports.add(export(caches.to(reference, form.imageManifest()), form, askRegistries));
        case CacheTo.Layout(var directory, var tag, var form) ->
            exports.add(
                export(
                    caches.to(new Layout(directory, tag, Optional.empty()), form.imageManifest()),
                    form,
                    true));
      }
    }
    return new CacheExports(exports, inline);
  }

  private static Export export(CacheTarget target, CacheTo.Form form, boolean ask) {
    return new Export(target, form.max(), form.ignoreError(), ask && !form.ignoreError());
  }
}
