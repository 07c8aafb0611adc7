package dev.kaniko.adapters.registry.base;

import dev.kaniko.adapters.registry.document.ManifestDocument.ImageIndex;
import dev.kaniko.adapters.registry.document.ManifestReader;
import dev.kaniko.adapters.registry.document.ManifestWriter;
import dev.kaniko.domain.image.Descriptor;
import dev.kaniko.domain.image.Digest;
import dev.kaniko.domain.image.ImageReference;
import dev.kaniko.domain.image.Platform;
import dev.kaniko.ports.failure.UnsafeContentFailure;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The layout's {@code index.json}: all that is known of an image stands in its annotations. */
final class BaseIndex {
  static final String NAME = "index.json";

  /** By which other programs find an image of a layout. Spec: image-spec annotations.md. */
  private static final String REFERENCE = "org.opencontainers.image.ref.name";

  private static final String PLATFORM = "dev.kaniko.base.platform";
  private static final String NAMED = "dev.kaniko.base.named";
  private static final String FETCHED = "dev.kaniko.base.fetched";

  private BaseIndex() {}

  static byte[] write(List<BaseEntry> entries) {
    return ManifestWriter.index(entries.stream().map(BaseIndex::noted).toList())
        .getBytes(StandardCharsets.UTF_8);
  }

  private static Descriptor noted(BaseEntry entry) {
    Map<String, String> notes = new TreeMap<>();
    notes.put(REFERENCE, entry.reference().toString());
    notes.put(PLATFORM, entry.platform().toString());
    notes.put(NAMED, entry.named().toString());
    notes.put(FETCHED, entry.fetched().toString());
    return entry.manifest().withAnnotations(notes);
  }

  /**
   * @throws UnsafeContentFailure when it is no index of base images
   */
  static List<BaseEntry> read(byte[] json, String subject) {
    if (!(ManifestReader.read(json, Optional.empty(), subject) instanceof ImageIndex index)) {
      throw new UnsafeContentFailure(subject, "is not the index of an image layout");
    }
    return index.entries().stream().map(entry -> entry(entry.descriptor(), subject)).toList();
  }

  private static BaseEntry entry(Descriptor descriptor, String subject) {
    Map<String, String> notes = descriptor.annotations();
    try {
      return new BaseEntry(
          ImageReference.parse(notes.getOrDefault(REFERENCE, "")),
          Platform.parse(notes.getOrDefault(PLATFORM, "")),
          Digest.parse(notes.getOrDefault(NAMED, "")),
          descriptor.withAnnotations(Map.of()),
          Instant.parse(notes.getOrDefault(FETCHED, "")));
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new UnsafeContentFailure(
          subject, "has an entry that no warmer has written: " + e.getMessage(), e);
    }
  }
}
