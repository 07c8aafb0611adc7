package dev.kaniko.adapters.registry.buildkit;

import dev.kaniko.adapters.registry.document.JsonImageDocuments;
import dev.kaniko.adapters.registry.document.ManifestDocument;
import dev.kaniko.adapters.registry.document.ManifestDocument.Entry;
import dev.kaniko.adapters.registry.document.ManifestDocument.ImageIndex;
import dev.kaniko.adapters.registry.document.ManifestDocument.ImageManifest;
import dev.kaniko.adapters.registry.document.ManifestReader;
import dev.kaniko.adapters.registry.document.PlatformChoice;
import dev.kaniko.adapters.registry.json.JsonFields;
import dev.kaniko.domain.cache.CacheConfig;
import dev.kaniko.domain.cache.CacheConfig.Layer;
import dev.kaniko.domain.cache.CacheConfig.Notes;
import dev.kaniko.domain.image.Descriptor;
import dev.kaniko.domain.image.Digest;
import dev.kaniko.domain.image.MediaTypes;
import dev.kaniko.domain.image.Platform;
import dev.kaniko.ports.failure.UnsafeContentFailure;
import dev.kaniko.ports.layer.ImageLayer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A cache as it was read: which steps it knows, and the layers in the order of their indexes.
 *
 * @param layers empty where something about a layer is missing or wrong
 */
record FoundCache(CacheConfig config, List<Optional<ImageLayer>> layers) {
  private static final int DEEPEST_INDEX = 3;

  FoundCache {
    layers = List.copyOf(layers);
  }

  /**
   * Reads what {@code store} has: a cache by itself, in a manifest or in an index, or one in an
   * image. Empty for an image without a cache.
   *
   * @throws UnsafeContentFailure when it is none of them
   */
  static Optional<FoundCache> in(CacheStore store, Platform platform) {
    byte[] json = store.named();
    for (int depth = 0; depth <= DEEPEST_INDEX; depth++) {
      JsonFields fields = JsonFields.read(json, store.name());
      Map<Digest, Descriptor> all = new HashMap<>();
      Optional<Descriptor> config = configIn(fields, all);
      if (config.isPresent()) {
        return Optional.of(byItself(store, config.get(), all));
      }
      ManifestDocument document = ManifestReader.read(json, Optional.empty(), store.name());
      switch (document) {
        case ImageManifest image -> {
          return inImage(store, image);
        }
        case ImageIndex index -> json = store.manifest(entry(index, platform, store.name()));
      }
    }
    throw new UnsafeContentFailure(
        store.name(), "is an index of indexes, more than " + DEEPEST_INDEX + " deep");
  }

  private static Descriptor entry(ImageIndex index, Platform platform, String subject) {
    return PlatformChoice.choose(index, platform)
        .map(Entry::descriptor)
        .orElseThrow(
            () ->
                new UnsafeContentFailure(
                    subject,
                    "has neither a cache nor an image for "
                        + platform
                        + ", but: "
                        + PlatformChoice.offered(index)));
  }

  /**
   * The config of a cache by itself.
   *
   * @param all is given the descriptors of the layers
   */
  private static Optional<Descriptor> configIn(JsonFields fields, Map<Digest, Descriptor> all) {
    Optional<Descriptor> config = Optional.empty();
    List<JsonFields> entries = new ArrayList<>(fields.objects("manifests"));
    entries.addAll(fields.objects("layers"));
    fields.object("config").ifPresent(entries::add);
    for (JsonFields entry : entries) {
      Descriptor descriptor =
          new Descriptor(
              entry.text("mediaType").orElse(""),
              entry.digest("digest"),
              sizeOf(entry),
              entry.texts("urls"),
              entry.textMap("annotations"));
      if (descriptor.mediaType().equals(CacheConfigJson.MEDIA_TYPE)) {
        config = Optional.of(descriptor);
      } else {
        all.put(descriptor.digest(), descriptor);
      }
    }
    return config;
  }

  private static long sizeOf(JsonFields entry) {
    long size = entry.number("size").orElse(0L);
    if (size < 0) {
      throw entry.wrong("size", "must not be negative");
    }
    return size;
  }

  private static FoundCache byItself(
      CacheStore store, Descriptor config, Map<Digest, Descriptor> all) {
    String subject = store.name() + ": cache config " + config.digest();
    CacheConfig read = CacheConfigJson.read(store.config(config, CacheConfigJson.LARGEST), subject);
    List<Optional<ImageLayer>> layers = new ArrayList<>();
    for (Layer layer : read.layers()) {
      Optional<Descriptor> descriptor = Optional.ofNullable(all.get(layer.blob()));
      layers.add(
          layer
              .notes()
              .map(Notes::diffId)
              .flatMap(diffId -> descriptor.flatMap(it -> layer(store, it, diffId))));
    }
    return new FoundCache(read, layers);
  }

  private static Optional<FoundCache> inImage(CacheStore store, ImageManifest image) {
    String subject = store.name() + ": config " + image.config().digest();
    JsonFields config =
        JsonFields.read(store.config(image.config(), JsonImageDocuments.LARGEST_CONFIG), subject);
    Optional<String> packed = config.text(InlineCacheField.NAME);
    if (packed.isEmpty()) {
      return Optional.empty();
    }
    List<Digest> diffIds =
        config.object("rootfs").map(it -> it.digests("diff_ids")).orElse(List.of());
    if (diffIds.size() != image.layers().size()) {
      throw new UnsafeContentFailure(subject, "has not as many layers as the manifest");
    }
    List<Optional<ImageLayer>> layers = new ArrayList<>();
    for (Descriptor descriptor : image.layers()) {
      layers.add(layer(store, descriptor, diffIds.get(layers.size())));
    }
    return Optional.of(
        new FoundCache(
            CacheConfigJson.readRecords(unpacked(packed.get(), subject), subject), layers));
  }

  private static byte[] unpacked(String base64, String subject) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new UnsafeContentFailure(subject, "has a cache that is no Base64", e);
    }
  }

  /** Empty for what is no layer that a build may make its image of. */
  private static Optional<ImageLayer> layer(CacheStore store, Descriptor noted, Digest diffId) {
    if (MediaTypes.compressionOf(noted.mediaType()).isEmpty()
        || MediaTypes.isForeignLayer(noted.mediaType())
        || !noted.urls().isEmpty()) {
      return Optional.empty();
    }
    Descriptor descriptor = noted.withAnnotations(Map.of());
    return store.layer(descriptor).map(blob -> new ImageLayer(descriptor, diffId, blob));
  }
}
