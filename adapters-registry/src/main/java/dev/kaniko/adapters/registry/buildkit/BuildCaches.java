package dev.kaniko.adapters.registry.buildkit;

import dev.kaniko.adapters.registry.cache.CacheAge;
import dev.kaniko.adapters.registry.client.RegistryConnections;
import dev.kaniko.domain.image.Digest;
import dev.kaniko.domain.image.ImageReference;
import dev.kaniko.domain.image.Platform;
import dev.kaniko.ports.cache.CacheTarget;
import dev.kaniko.ports.cache.CachedLayers;
import dev.kaniko.ports.listener.BuildListener;
import dev.kaniko.ports.registry.ImageOutput;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** The caches in one piece that a build reads and writes. */
public final class BuildCaches {
  private final Supplier<RegistryConnections> connections;
  private final Function<ImageReference, ImageOutput> outputs;
  private final BuildListener listener;

  /**
   * @param connections asked when a cache is read
   * @param outputs what writes an image under a tag
   */
  public BuildCaches(
      Supplier<RegistryConnections> connections,
      Function<ImageReference, ImageOutput> outputs,
      BuildListener listener) {
    this.connections = connections;
    this.outputs = outputs;
    this.listener = listener;
  }

  /** The cache that {@code reference} names, or that is in the image of that name. */
  public CachedLayers in(ImageReference reference, Platform platform, CacheAge age) {
    return new ImportedCache(
        new RepositoryCacheStore(reference, connections), platform, age, listener);
  }

  /** A cache in an image layout. */
  public CachedLayers in(Layout layout, Platform platform, CacheAge age) {
    return new ImportedCache(
        new LayoutCacheStore(layout.directory.toAbsolutePath(), layout.tag, layout.digest),
        platform,
        age,
        listener);
  }

  /**
   * One of the caches in an image layout.
   *
   * @param digest goes before the tag
   */
  public record Layout(Path directory, String tag, Optional<Digest> digest) {}

  /**
   * @param reference with a tag and without a digest
   * @param asImage whether a manifest names the layers; otherwise, an index does
   */
  public CacheTarget to(ImageReference reference, boolean asImage) {
    return new RepositoryCacheTarget(outputs.apply(reference), asImage);
  }

  /** Writes under the layout's tag; see there. */
  public CacheTarget to(Layout layout, boolean asImage) {
    return new LayoutCacheTarget(layout.directory.toAbsolutePath(), layout.tag, asImage);
  }
}
