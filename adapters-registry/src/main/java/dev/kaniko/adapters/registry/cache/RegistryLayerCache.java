package dev.kaniko.adapters.registry.cache;

import dev.kaniko.adapters.registry.client.BlobReader;
import dev.kaniko.adapters.registry.client.ManifestStore;
import dev.kaniko.adapters.registry.client.RegistryConnections;
import dev.kaniko.adapters.registry.client.RemoteBlob;
import dev.kaniko.adapters.registry.client.Repository;
import dev.kaniko.adapters.registry.document.JsonImageDocuments;
import dev.kaniko.domain.cache.CacheKey;
import dev.kaniko.domain.image.ImageReference;
import dev.kaniko.ports.cache.CachedLayer;
import dev.kaniko.ports.cache.LayerCache;
import dev.kaniko.ports.failure.RegistryFailure;
import dev.kaniko.ports.registry.ImageDocuments.DescribedImage;
import dev.kaniko.ports.registry.ImageOutput;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** A repository with a tag for each key. */
public final class RegistryLayerCache implements LayerCache {
  private static final int NOT_FOUND = 404;

  private final ImageReference repository;
  private final CacheAge age;
  private final Supplier<RegistryConnections> connections;
  private final Function<ImageReference, ImageOutput> outputs;

  /**
   * @param repository its tag is not looked at
   * @param connections asked when something is looked up
   * @param outputs what writes an image under a tag
   */
  public RegistryLayerCache(
      ImageReference repository,
      CacheAge age,
      Supplier<RegistryConnections> connections,
      Function<ImageReference, ImageOutput> outputs) {
    this.repository = repository;
    this.age = age;
    this.connections = connections;
    this.outputs = outputs;
  }

  @Override
  public String place(CacheKey key) {
    return tagged(key).toString();
  }

  @Override
  public Optional<CachedLayer> find(CacheKey key) {
    ImageReference reference = tagged(key);
    Optional<CachedLayer> found;
    try {
      ManifestStore.Fetched fetched =
          new ManifestStore(connections.get()).byTag(Repository.of(reference), key.tag());
      BlobReader blobs = new BlobReader(connections.get());
      found =
          Optional.of(
              CacheEntry.read(
                  key,
                  fetched.document(),
                  descriptor -> new RemoteBlob(blobs, reference, descriptor),
                  reference.toString()));
    } catch (RegistryFailure e) {
      if (e.status().orElse(0) == NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
    return found.filter(age::isYoungEnough);
  }

  @Override
  public void store(List<CacheKey> keys, CachedLayer layer) {
    DescribedImage image = new JsonImageDocuments().describe(CacheEntry.image(keys, layer));
    keys.forEach(key -> outputs.apply(tagged(key)).write(image));
  }

  private ImageReference tagged(CacheKey key) {
    return new ImageReference(
        repository.registry(), repository.repository(), Optional.of(key.tag()), Optional.empty());
  }
}
