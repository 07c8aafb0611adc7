package dev.kaniko.adapters.registry;

import dev.kaniko.adapters.registry.client.BlobReader;
import dev.kaniko.adapters.registry.client.ManifestStore;
import dev.kaniko.adapters.registry.client.ManifestStore.Fetched;
import dev.kaniko.adapters.registry.client.RegistryConnections;
import dev.kaniko.adapters.registry.client.RemoteBlob;
import dev.kaniko.adapters.registry.client.Repository;
import dev.kaniko.adapters.registry.document.JsonImageDocuments;
import dev.kaniko.adapters.registry.document.ManifestDocument.Entry;
import dev.kaniko.adapters.registry.document.ManifestDocument.ImageIndex;
import dev.kaniko.adapters.registry.document.ManifestDocument.ImageManifest;
import dev.kaniko.adapters.registry.document.PlatformChoice;
import dev.kaniko.adapters.registry.options.RegistryMap;
import dev.kaniko.domain.image.Descriptor;
import dev.kaniko.domain.image.Digest;
import dev.kaniko.domain.image.ImageConfig;
import dev.kaniko.domain.image.ImageReference;
import dev.kaniko.domain.image.MediaTypes;
import dev.kaniko.domain.image.Platform;
import dev.kaniko.domain.source.Problem;
import dev.kaniko.ports.failure.RegistryFailure;
import dev.kaniko.ports.failure.UnsafeContentFailure;
import dev.kaniko.ports.layer.ImageLayer;
import dev.kaniko.ports.listener.BuildListener;
import dev.kaniko.ports.registry.ImageRegistry;
import dev.kaniko.ports.registry.ResolvedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds images: the tag, the platform's entry of an index, the config. A tag is asked for once and
 * means the same until the build ends, whatever the registry would say a minute later.
 */
final class ImageResolver implements ImageRegistry {
  /** An index of an index is legal; more than that only costs time. */
  private static final int DEEPEST_INDEX = 3;

  private final ManifestStore manifests;
  private final BlobReader blobs;
  private final RegistryMap map;
  private final BuildListener listener;
  private final Map<ImageReference, OnceFound<Located>> located = new ConcurrentHashMap<>();
  private final Map<Wanted, OnceFound<ResolvedImage>> images = new ConcurrentHashMap<>();

  private record Wanted(ImageReference reference, Platform platform) {}

  /**
   * @param place where the document was found: the reference itself or a mirror of it
   */
  private record Located(ImageReference place, Fetched fetched) {}

  ImageResolver(RegistryConnections connections, RegistryMap map, BuildListener listener) {
    this.manifests = new ManifestStore(connections);
    this.blobs = new BlobReader(connections);
    this.map = map;
    this.listener = listener;
  }

  @Override
  public ResolvedImage resolve(ImageReference reference, Platform platform) {
    return images
        .computeIfAbsent(new Wanted(reference, platform), key -> new OnceFound<>())
        .get(() -> find(reference, platform));
  }

  private ResolvedImage find(ImageReference reference, Platform platform) {
    listener.say("Retrieving image manifest " + reference);
    Located found =
        located.computeIfAbsent(reference, key -> new OnceFound<>()).get(() -> locate(reference));
    Located image = forPlatform(found, platform);
    ImageManifest manifest = (ImageManifest) image.fetched().document();
    Repository repository = Repository.of(image.place());
    String subject = "config " + manifest.config().digest() + " of " + reference;
    ImageConfig config =
        new JsonImageDocuments()
            .readConfig(
                blobs.read(repository, manifest.config(), JsonImageDocuments.LARGEST_CONFIG),
                subject);
    Descriptor descriptor = image.fetched().descriptor();
    listener.debug(reference + " is " + descriptor.digest() + " in " + repository);
    return new ResolvedImage(
        reference.pinnedTo(descriptor.digest()),
        descriptor,
        MediaTypes.familyOf(descriptor.mediaType()).orElseThrow(),
        config,
        layers(manifest, config, image.place(), subject));
  }

  /** Asks the mirrors of the reference's registry in turn, then the registry itself. */
  private Located locate(ImageReference reference) {
    List<ImageReference> candidates = map.candidates(reference);
    for (ImageReference mirror : candidates) {
      try {
        return at(mirror);
      } catch (RegistryFailure e) {
        if (mirror.equals(candidates.getLast())) {
          throw mirror.equals(reference) ? e : nowhere(reference, e);
        }
        listener.warn(Problem.general("mirror skipped: " + e.getMessage()));
      }
    }
    throw new IllegalStateException("no place for " + reference);
  }

  private Located at(ImageReference place) {
    listener.say("Retrieving image " + place + " from registry " + place.registry());
    Repository repository = Repository.of(place);
    Fetched fetched =
        place.digest().isPresent()
            ? manifests.byDigest(repository, place.digest().get())
            : manifests.byTag(repository, place.tagOrDigest());
    return new Located(place, fetched);
  }

  private static RegistryFailure nowhere(ImageReference reference, RegistryFailure last) {
    return new RegistryFailure(
        last.registry(),
        last.status(),
        "image not found on any configured mapped registries: "
            + reference
            + "; the last said: "
            + last.getMessage(),
        last.hint().or(() -> Optional.of("allow the registry itself as well")),
        last);
  }

  private Located forPlatform(Located found, Platform platform) {
    Located current = found;
    for (int depth = 0; depth <= DEEPEST_INDEX; depth++) {
      switch (current.fetched().document()) {
        case ImageManifest manifest -> {
          return current;
        }
        case ImageIndex index -> current = entry(current, index, platform);
      }
    }
    throw new UnsafeContentFailure(
        found.place().toString(), "is an index of indexes, more than " + DEEPEST_INDEX + " deep");
  }

  private Located entry(Located found, ImageIndex index, Platform platform) {
    Optional<Entry> entry = PlatformChoice.choose(index, platform);
    if (entry.isEmpty()) {
      throw new RegistryFailure(
          found.place().registry(),
          OptionalInt.empty(),
          found.place() + " has no image for " + platform,
          Optional.of("it has: " + PlatformChoice.offered(index)),
          null);
    }
    Descriptor wanted = entry.get().descriptor();
    Fetched fetched = manifests.byDigest(Repository.of(found.place()), wanted.digest());
    if (fetched.descriptor().size() != wanted.size()
        || !fetched.descriptor().mediaType().equals(wanted.mediaType())) {
      throw new UnsafeContentFailure(
          found.place().toString(),
          "its index describes the manifest " + wanted.digest() + " wrongly");
    }
    return new Located(found.place(), fetched);
  }

  private List<ImageLayer> layers(
      ImageManifest manifest, ImageConfig config, ImageReference place, String subject) {
    List<Digest> diffIds = config.diffIds();
    if (diffIds.size() != manifest.layers().size()) {
      throw new UnsafeContentFailure(
          subject,
          "names %d layers, but the manifest names %d"
              .formatted(diffIds.size(), manifest.layers().size()));
    }
    List<ImageLayer> layers = new ArrayList<>();
    for (Descriptor layer : manifest.layers()) {
      Digest diffId = diffIds.get(layers.size());
      layers.add(new ImageLayer(layer, diffId, new RemoteBlob(blobs, place, layer)));
    }
    return layers;
  }
}
