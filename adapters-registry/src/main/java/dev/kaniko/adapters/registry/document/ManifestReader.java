package dev.kaniko.adapters.registry.document;

import dev.kaniko.adapters.registry.document.ManifestDocument.Entry;
import dev.kaniko.adapters.registry.document.ManifestDocument.ImageIndex;
import dev.kaniko.adapters.registry.document.ManifestDocument.ImageManifest;
import dev.kaniko.adapters.registry.json.Excerpt;
import dev.kaniko.adapters.registry.json.JsonFields;
import dev.kaniko.domain.image.Descriptor;
import dev.kaniko.domain.image.MediaTypes;
import dev.kaniko.domain.image.Platform;
import dev.kaniko.ports.failure.UnsafeContentFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads manifests and indexes of both families.
 *
 * <p>A document could be taken for a manifest by one reader and for an index by another
 * (CVE-2021-41190), so everything that says what it is has to agree: the type in it, the type it
 * was sent with, and its fields.
 */
public final class ManifestReader {
  /** What registries must take at least, and refuse above. Spec: distribution-spec. */
  public static final int LARGEST = 4 * 1024 * 1024;

  /** What web servers say of any file. */
  private static final Set<String> SAYS_NOTHING =
      Set.of("", "application/json", "application/octet-stream", "text/plain");

  /** Configs of images that were pushed by tools which did not know better. */
  private static final Set<String> CONFIG_TYPES =
      Set.of(
          MediaTypes.OCI_CONFIG,
          MediaTypes.DOCKER_CONFIG,
          "",
          "application/octet-stream",
          "application/json",
          "text/html");

  private static final String ATTESTATION_KEY = "vnd.docker.reference.type";

  private ManifestReader() {}

  /**
   * @param contentType as the document was sent, with or without parameters
   * @param subject which document, for messages
   * @throws UnsafeContentFailure for everything that is no manifest or index of an image
   */
  public static ManifestDocument read(byte[] json, Optional<String> contentType, String subject) {
    if (json.length > LARGEST) {
      throw new UnsafeContentFailure(subject, "is larger than 4 MiB, too large for a manifest");
    }
    JsonFields fields = JsonFields.read(json, subject);
    refuseOldSchema(fields);
    boolean hasEntries = fields.has("manifests");
    boolean hasLayers = fields.has("layers") || fields.has("config") || fields.has("fsLayers");
    if (hasEntries == hasLayers) {
      throw new UnsafeContentFailure(
          subject,
          hasEntries
              ? "claims to be both a manifest and an index"
              : "is neither a manifest nor an index");
    }
    String mediaType = agreedType(fields, contentType, hasEntries);
    return hasEntries ? index(fields, mediaType) : manifest(fields, mediaType);
  }

  private static void refuseOldSchema(JsonFields fields) {
    long version = fields.number("schemaVersion").orElse(0L);
    if (version == 1) {
      throw new UnsafeContentFailure(
          fields.subject(),
          "is a manifest of Docker's schema 1, which registries gave up; push the image again with"
              + " a current tool");
    }
    if (version != 2) {
      throw fields.wrong("schemaVersion", "must be 2");
    }
  }

  private static String agreedType(
      JsonFields fields, Optional<String> contentType, boolean hasEntries) {
    String sent = contentType.map(ManifestReader::withoutParameters).orElse("");
    Optional<String> written = fields.text("mediaType");
    if (written.isPresent() && !SAYS_NOTHING.contains(sent) && !written.get().equals(sent)) {
      throw new UnsafeContentFailure(
          fields.subject(),
          Excerpt.of("says it is " + written.get() + ", but was sent as " + sent));
    }
    String unwritten = hasEntries ? MediaTypes.OCI_INDEX : MediaTypes.OCI_MANIFEST;
    String type = written.orElse(SAYS_NOTHING.contains(sent) ? unwritten : sent);
    if (!(hasEntries ? MediaTypes.isIndex(type) : MediaTypes.isManifest(type))) {
      throw new UnsafeContentFailure(
          fields.subject(),
          Excerpt.of(
              "has the fields of "
                  + (hasEntries ? "an index" : "a manifest")
                  + " but the type "
                  + type));
    }
    return type;
  }

  private static String withoutParameters(String contentType) {
    int semicolon = contentType.indexOf(';');
    String type = semicolon < 0 ? contentType : contentType.substring(0, semicolon);
    return type.strip().toLowerCase(Locale.ROOT);
  }

  private static ImageManifest manifest(JsonFields fields, String mediaType) {
    JsonFields configFields =
        fields.object("config").orElseThrow(() -> fields.wrong("config", "is missing"));
    Descriptor config = DescriptorReader.read(configFields, "");
    if (!CONFIG_TYPES.contains(config.mediaType())) {
      throw new UnsafeContentFailure(
          fields.subject(),
          Excerpt.of("is no container image but an artifact of type " + config.mediaType()));
    }
    List<Descriptor> layers = new ArrayList<>();
    for (JsonFields layer : fields.objects("layers")) {
      Descriptor descriptor = DescriptorReader.read(layer);
      if (MediaTypes.compressionOf(descriptor.mediaType()).isEmpty()) {
        throw layer.wrong(
            "mediaType", "is " + descriptor.mediaType() + ", which is no layer that is known here");
      }
      layers.add(descriptor);
    }
    return new ImageManifest(mediaType, config, layers);
  }

  private static ImageIndex index(JsonFields fields, String mediaType) {
    List<Entry> entries = new ArrayList<>();
    for (JsonFields entry : fields.objects("manifests")) {
      Map<String, String> annotations = entry.textMap("annotations");
      Optional<Platform> platform = entry.object("platform").flatMap(ManifestReader::platform);
      boolean unknown = platform.isPresent() && platform.get().os().equals("unknown");
      entries.add(
          new Entry(
              DescriptorReader.read(entry),
              platform,
              unknown || annotations.containsKey(ATTESTATION_KEY)));
    }
    return new ImageIndex(mediaType, entries);
  }

  private static Optional<Platform> platform(JsonFields fields) {
    return fields
        .text("os")
        .flatMap(
            os ->
                fields
                    .text("architecture")
                    .map(arch -> Platform.of(os, arch, fields.text("variant").orElse(""))));
  }
}
