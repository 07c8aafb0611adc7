package dev.kaniko.adapters.registry.buildkit;

import dev.kaniko.adapters.registry.client.BlobReader;
import dev.kaniko.adapters.registry.client.ManifestStore;
import dev.kaniko.adapters.registry.client.RegistryConnections;
import dev.kaniko.adapters.registry.client.RemoteBlob;
import dev.kaniko.adapters.registry.client.Repository;
import dev.kaniko.domain.image.Descriptor;
import dev.kaniko.domain.image.ImageReference;
import dev.kaniko.ports.layer.Blob;
import java.util.Optional;
import java.util.function.Supplier;

/** A cache in a registry. Its layers are fetched when they are read, and can be mounted. */
record RepositoryCacheStore(ImageReference reference, Supplier<RegistryConnections> connections)
    implements CacheStore {

  @Override
  public String name() {
    return reference.toString();
  }

  @Override
  public byte[] named() {
    return new ManifestStore(connections.get()).bytes(reference);
  }

  @Override
  public byte[] manifest(Descriptor descriptor) {
    return new ManifestStore(connections.get()).bytes(reference.pinnedTo(descriptor.digest()));
  }

  @Override
  public byte[] config(Descriptor descriptor, int largest) {
    return new BlobReader(connections.get()).read(Repository.of(reference), descriptor, largest);
  }

  @Override
  public Optional<Blob> layer(Descriptor descriptor) {
    return Optional.of(new RemoteBlob(new BlobReader(connections.get()), reference, descriptor));
  }
}
