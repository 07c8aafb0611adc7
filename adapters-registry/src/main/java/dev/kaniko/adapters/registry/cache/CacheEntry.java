package dev.kaniko.adapters.registry.cache;

import dev.kaniko.adapters.registry.document.ManifestDocument;
import dev.kaniko.adapters.registry.document.ManifestDocument.ImageManifest;
import dev.kaniko.domain.cache.CacheKey;
import dev.kaniko.domain.image.Compression;
import dev.kaniko.domain.image.Descriptor;
import dev.kaniko.domain.image.Digest;
import dev.kaniko.domain.image.ImageConfig;
import dev.kaniko.domain.image.ImageFormat;
import dev.kaniko.domain.image.MediaTypes;
import dev.kaniko.domain.image.Platform;
import dev.kaniko.ports.cache.CachedLayer;
import dev.kaniko.ports.failure.UnsafeContentFailure;
import dev.kaniko.ports.layer.Blob;
import dev.kaniko.ports.layer.ImageLayer;
import dev.kaniko.ports.registry.BuiltImage;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Writes a cached layer down as an OCI image, and reads it. What a build has to know stands in the
 * annotations of the layer's descriptor: the manifest alone tells it, and no blob is fetched.
 */
final class CacheEntry {
  private static final String KEYS = "dev.kaniko.cache.keys";
  private static final String DIFF_ID = "dev.kaniko.cache.diff-id";
  private static final String CREATED = "dev.kaniko.cache.created";
  private static final String NOTE = "dev.kaniko.cache.note.";

  /** In characters; a registry takes manifests of 4 MiB. */
  private static final int LONGEST_NOTES = 256 << 10;

  private CacheEntry() {}

  static BuiltImage image(List<CacheKey> keys, CachedLayer cached) {
    ImageLayer layer = cached.layer();
    Map<String, String> notes = new TreeMap<>();
    notes.put(KEYS, keys.stream().map(CacheKey::tag).collect(Collectors.joining(" ")));
    notes.put(DIFF_ID, layer.diffId().toString());
    notes.put(CREATED, cached.created().toString());
    cached.notes().forEach((name, text) -> notes.put(NOTE + name, text));
    ImageLayer noted =
        new ImageLayer(layer.descriptor().withAnnotations(notes), layer.diffId(), layer.content());
    ImageConfig config =
        ImageConfig.scratch(new Platform("unknown", "unknown", Optional.empty()))
            .withCreated(Optional.of(cached.created()))
            .withDiffIds(List.of(layer.diffId()));
    return new BuiltImage(ImageFormat.OCI, config, List.of(noted), new TreeMap<>());
  }

  /** When the layer of an entry was made; the epoch when the entry does not say. */
  static Instant made(ImageManifest manifest) {
    try {
      return manifest.layers().isEmpty()
          ? Instant.EPOCH
          : Instant.parse(manifest.layers().getFirst().annotations().getOrDefault(CREATED, ""));
    } catch (DateTimeException e) {
      // Nothing that this program has written, and the first to go.
      return Instant.EPOCH;
    }
  }

  private static List<CacheKey> keys(String tags) {
    return Arrays.stream(tags.split(" "))
        .map(tag -> new CacheKey(Digest.parse("sha256:" + tag)))
        .toList();
  }

  private static Map<String, String> notesIn(Map<String, String> annotations, String subject) {
    Map<String, String> notes = new TreeMap<>();
    annotations.forEach(
        (name, text) -> {
          if (name.startsWith(NOTE)) {
            notes.put(name.substring(NOTE.length()), text);
          }
        });
    if (notes.values().stream().mapToInt(String::length).sum() > LONGEST_NOTES) {
      throw new UnsafeContentFailure(subject, "has more notes than this program writes");
    }
    return notes;
  }

  /**
   * @param blobs gives the content that a descriptor names
   * @param subject for messages
   * @throws UnsafeContentFailure when this is not what was stored under {@code key}
   */
  static CachedLayer read(
      CacheKey key, ManifestDocument document, Function<Descriptor, Blob> blobs, String subject) {
    if (!(document instanceof ImageManifest manifest) || manifest.layers().size() != 1) {
      throw new UnsafeContentFailure(subject, "is not an image of one layer");
    }
    Descriptor noted = manifest.layers().getFirst();
    Map<String, String> notes = noted.annotations();
    if (!List.of(notes.getOrDefault(KEYS, "").split(" ")).contains(key.tag())) {
      throw new UnsafeContentFailure(subject, "was not stored under this key");
    }
    if (MediaTypes.compressionOf(noted.mediaType()).isEmpty()
        || MediaTypes.isForeignLayer(noted.mediaType())
        || !noted.urls().isEmpty()) {
      throw new UnsafeContentFailure(subject, "is no layer that this program has made");
    }
    Descriptor descriptor = noted.withAnnotations(Map.of());
    try {
      Digest diffId = Digest.parse(notes.getOrDefault(DIFF_ID, ""));
      Instant created = Instant.parse(notes.getOrDefault(CREATED, ""));
      if (MediaTypes.compressionOf(descriptor.mediaType()).orElseThrow() == Compression.NONE
          && !diffId.equals(descriptor.digest())) {
        throw new UnsafeContentFailure(subject, "has two digests for one tar");
      }
      ImageLayer layer = new ImageLayer(descriptor, diffId, blobs.apply(descriptor));
      return new CachedLayer(layer, created, keys(notes.getOrDefault(KEYS, "")))
          .withNotes(notesIn(notes, subject));
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new UnsafeContentFailure(subject, "has damaged annotations: " + e.getMessage(), e);
    }
  }
}
