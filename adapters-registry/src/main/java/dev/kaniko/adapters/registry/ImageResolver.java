package dev.kaniko.adapters.registry;

import dev.kaniko.adapters.registry.base.BaseEntry;
import dev.kaniko.adapters.registry.base.BaseLayout;
import dev.kaniko.adapters.registry.cache.CachedConfigs;
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
import dev.kaniko.adapters.registry.document.ManifestReader;
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
import dev.kaniko.ports.layer.Blob;
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
  private final Optional<BaseLayout> bases;
  private final Optional<CachedConfigs> configs;
  private final BuildListener listener;
  private final Map<ImageReference, OnceFound<Located>> located = new ConcurrentHashMap<>();
  private final Map<Wanted, OnceFound<ResolvedImage>> images = new ConcurrentHashMap<>();

  private record Wanted(ImageReference reference, Platform platform) {}

  /**
   * @param place where the document was found: the reference itself or a mirror of it
   */
  private record Located(ImageReference place, Fetched fetched) {}

  /**
   * @param bases images of which nothing needs to be fetched but what a tag means
   * @param configs those that need not be fetched
   */
  ImageResolver(
      RegistryConnections connections,
      RegistryMap map,
      Optional<BaseLayout> bases,
      Optional<CachedConfigs> configs,
      BuildListener listener) {
    this.manifests = new ManifestStore(connections);
    this.blobs = new BlobReader(connections);
    this.map = map;
    this.bases = bases;
    this.configs = configs;
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
    Located image = forPlatform(found, platform).getLast();
    ImageManifest manifest = (ImageManifest) image.fetched().document();
    Descriptor descriptor = image.fetched().descriptor();
    listener.debug(reference + " is " + descriptor.digest() + " at " + image.place());
    Optional<BaseLayout> kept = kept(reference, descriptor.digest());
    String subject = "config " + manifest.config().digest() + " of " + reference;
    ImageConfig config =
        new JsonImageDocuments().readConfig(config(manifest, image.place(), kept), subject);
    return new ResolvedImage(
        reference.pinnedTo(descriptor.digest()),
        descriptor,
        MediaTypes.familyOf(descriptor.mediaType()).orElseThrow(),
        config,
        layers(image, config, kept, subject));
  }

  /** The layout, if it has the image and is still to be used for it. */
  private Optional<BaseLayout> kept(ImageReference reference, Digest manifest) {
    Optional<BaseEntry> entry = bases.flatMap(it -> it.entry(manifest));
    if (entry.isEmpty()) {
      bases.ifPresent(_ -> listener.say("No " + manifest + " in local cache: " + reference));
      return Optional.empty();
    }
    // What a digest names does not grow old.
    if (reference.digest().isEmpty() && !bases.get().isYoungEnough(entry.get())) {
      listener.say("Expired in local cache: " + manifest + ", fetched " + entry.get().fetched());
      return Optional.empty();
    }
    listener.say("Found " + manifest + " in local cache");
    return bases;
  }

  private byte[] config(ImageManifest manifest, ImageReference place, Optional<BaseLayout> kept) {
    int most = JsonImageDocuments.LARGEST_CONFIG;
    return kept.flatMap(it -> it.document(manifest.config().digest(), most))
        .or(() -> configs.flatMap(it -> it.find(manifest.config())))
        .orElseGet(() -> fetchedConfig(manifest.config(), place));
  }

  private byte[] fetchedConfig(Descriptor config, ImageReference place) {
    byte[] content = blobs.read(Repository.of(place), config, JsonImageDocuments.LARGEST_CONFIG);
    configs.ifPresent(it -> it.keep(config, content));
    return content;
  }

  /**
   * An image as its registry wrote it.
   *
   * @param documents what the reference means, and what that led to; the last is the manifest
   */
  record Originals(BlobReader reader, ImageReference place, List<Fetched> documents) {
    ImageManifest manifest() {
      return (ImageManifest) documents.getLast().document();
    }

    Blob blob(Descriptor descriptor) {
      return new RemoteBlob(reader, place, descriptor);
    }
  }

  /** The documents of an image, as they are. */
  Originals originals(ImageReference reference, Platform platform) {
    Located found = locate(reference);
    List<Fetched> documents = forPlatform(found, platform).stream().map(Located::fetched).toList();
    return new Originals(blobs, found.place(), documents);
  }

  /** Asks the mirrors of the reference's registry in turn, then the registry itself. */
  private Located locate(ImageReference reference) {
    List<ImageReference> candidates = map.candidates(reference);
    for (ImageReference mirror : candidates) {
      try {
        return at(mirror);
      } catch (RegistryFailure e) {
        if (mirror.equals(candidates.getLast())) {
          Optional<Located> last =
              e.status().isEmpty() ? lastMeaning(reference, e) : Optional.empty();
          if (last.isPresent()) {
            return last.get();
          }
          throw mirror.equals(reference) ? e : nowhere(reference, e);
        }
        listener.warn(Problem.general("mirror skipped: " + e.getMessage()));
      }
    }
    throw new IllegalStateException("no place for " + reference);
  }

  /** What a tag meant not long ago, when nobody answers who could say what it means now. */
  private Optional<Located> lastMeaning(ImageReference reference, RegistryFailure failure) {
    Optional<BaseEntry> entry = bases.flatMap(it -> it.lastMeaning(reference));
    Optional<Fetched> kept = entry.flatMap(it -> document(it.named(), reference.toString()));
    kept.ifPresent(
        _ ->
            listener.warn(
                Problem.general(
                    reference
                        + " is taken as it was at "
                        + entry.get().fetched()
                        + ", from the local cache: "
                        + failure.getMessage())));
    return kept.map(it -> new Located(reference, it));
  }

  private Optional<Fetched> document(Digest digest, String subject) {
    return bases
        .flatMap(it -> it.document(digest, ManifestReader.LARGEST))
        .map(bytes -> Fetched.of(bytes, digest, Optional.empty(), subject));
  }

  private Fetched byDigest(ImageReference place, Digest digest) {
    return document(digest, place.toString())
        .orElseGet(() -> manifests.byDigest(Repository.of(place), digest));
  }

  private Located at(ImageReference place) {
    Optional<Fetched> kept = place.digest().flatMap(it -> document(it, place.toString()));
    if (kept.isPresent()) {
      return new Located(place, kept.get());
    }
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

  /** The way from what was found to the manifest, both included. */
  private List<Located> forPlatform(Located found, Platform platform) {
    List<Located> way = new ArrayList<>(List.of(found));
    for (int depth = 0; depth <= DEEPEST_INDEX; depth++) {
      switch (way.getLast().fetched().document()) {
        case ImageManifest _ -> {
          return way;
        }
        case ImageIndex index -> way.add(entry(way.getLast(), index, platform));
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
    Fetched fetched = byDigest(found.place(), wanted.digest());
    if (fetched.descriptor().size() != wanted.size()
        || !fetched.descriptor().mediaType().equals(wanted.mediaType())) {
      throw new UnsafeContentFailure(
          found.place().toString(),
          "its index describes the manifest " + wanted.digest() + " wrongly");
    }
    return new Located(found.place(), fetched);
  }

  private List<ImageLayer> layers(
      Located image, ImageConfig config, Optional<BaseLayout> kept, String subject) {
    ImageManifest manifest = (ImageManifest) image.fetched().document();
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
      Blob remote = new RemoteBlob(blobs, image.place(), layer);
      Blob content = kept.map(it -> it.preferredTo(remote, layer)).orElse(remote);
      layers.add(new ImageLayer(layer, diffId, content));
    }
    return layers;
  }
}
