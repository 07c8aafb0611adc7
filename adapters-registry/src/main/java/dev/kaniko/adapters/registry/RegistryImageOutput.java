package dev.kaniko.adapters.registry;

import dev.kaniko.adapters.registry.client.ManifestStore;
import dev.kaniko.adapters.registry.client.RegistryConnections;
import dev.kaniko.adapters.registry.client.Repository;
import dev.kaniko.adapters.registry.local.MemoryBlob;
import dev.kaniko.adapters.registry.upload.PushPermission;
import dev.kaniko.adapters.registry.upload.Uploads;
import dev.kaniko.domain.image.Descriptor;
import dev.kaniko.domain.image.ImageReference;
import dev.kaniko.domain.image.MediaTypes;
import dev.kaniko.domain.source.Problem;
import dev.kaniko.ports.failure.RegistryFailure;
import dev.kaniko.ports.failure.UserMistakes;
import dev.kaniko.ports.layer.ImageLayer;
import dev.kaniko.ports.registry.ImageDocuments.Described;
import dev.kaniko.ports.registry.ImageDocuments.DescribedImage;
import dev.kaniko.ports.registry.ImageDocuments.DescribedIndex;
import dev.kaniko.ports.registry.ImageOutput;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Pushes to a tag of a registry: layers and configs first, then the manifests of an index by their
 * digests, and last what the tag is for, so that it never names what is not there.
 */
final class RegistryImageOutput implements ImageOutput {
  private final ImageReference destination;
  private final Repository repository;
  private final Supplier<RegistryConnections> connections;
  private final Supplier<Uploads> uploads;
  private final Consumer<String> said;

  /**
   * @param said is told where images go
   */
  RegistryImageOutput(
      ImageReference destination,
      Supplier<RegistryConnections> connections,
      Supplier<Uploads> uploads,
      Consumer<String> said) {
    if (destination.digest().isPresent() || destination.tag().isEmpty()) {
      throw new UserMistakes(
          Problem.general("cannot push to " + destination + ": a destination is a tag")
              .withHint("leave the digest out"));
    }
    this.destination = destination;
    this.repository = Repository.of(destination);
    this.connections = connections;
    this.uploads = uploads;
    this.said = said;
  }

  @Override
  public String name() {
    return destination.toString();
  }

  @Override
  public void check() {
    try {
      PushPermission.check(connections.get(), repository);
    } catch (RegistryFailure e) {
      throw new RegistryFailure(
          e.registry(),
          e.status(),
          "error checking push permissions: checking push permission for \""
              + destination
              + "\": "
              + e.getMessage(),
          e.hint(),
          e);
    }
  }

  @Override
  public void offer(ImageLayer layer) {
    if (isOurs(layer.descriptor())) {
      uploads.get().start(repository, layer.descriptor(), layer.content());
    }
  }

  @Override
  public void write(Described image) {
    said.accept("Pushing image to " + destination);
    image.images().forEach(this::startBlobs);
    image.images().forEach(this::awaitBlobs);
    ManifestStore manifests = new ManifestStore(connections.get());
    if (image instanceof DescribedIndex) {
      for (DescribedImage each : image.images()) {
        Descriptor manifest = each.descriptor();
        manifests.put(repository, manifest.digest().toString(), manifest, each.document());
      }
    }
    manifests.put(
        repository, destination.tag().orElseThrow(), image.descriptor(), image.document());
    said.accept("Pushed " + destination.name() + "@" + image.descriptor().digest());
  }

  private void startBlobs(DescribedImage image) {
    ownLayers(image).forEach(this::offer);
    uploads.get().start(repository, image.configDescriptor(), MemoryBlob.of(image.config()));
  }

  private void awaitBlobs(DescribedImage image) {
    ownLayers(image).forEach(layer -> uploads.get().await(repository, layer.descriptor()));
    uploads.get().await(repository, image.configDescriptor());
  }

  private static List<ImageLayer> ownLayers(DescribedImage image) {
    return image.image().layers().stream().filter(layer -> isOurs(layer.descriptor())).toList();
  }

  /** Foreign layers are left where their URLs say: their licence forbids to distribute them. */
  private static boolean isOurs(Descriptor layer) {
    return !MediaTypes.isForeignLayer(layer.mediaType()) || layer.urls().isEmpty();
  }
}
