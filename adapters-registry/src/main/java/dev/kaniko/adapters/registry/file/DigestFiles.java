package dev.kaniko.adapters.registry.file;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaniko.adapters.registry.json.StrictJson;
import dev.kaniko.domain.image.Digest;
import dev.kaniko.domain.image.ImageReference;
import dev.kaniko.ports.registry.ImageDocuments.Described;
import dev.kaniko.ports.registry.ImageDocuments.DescribedImage;
import java.util.List;
import java.util.stream.Collectors;

/** The texts of the files in which scripts look up what was built, byte for byte as kaniko's. */
public final class DigestFiles {
  private DigestFiles() {}

  /** Of {@code --digest-file}: {@code sha256:…}, without a line's end. */
  public static String digest(Digest image) {
    return image.toString();
  }

  /**
   * Of {@code --image-name-with-digest-file} and {@code --image-name-tag-with-digest-file}: a line
   * for each destination. Kaniko writes the tag into both files when the second is asked for.
   */
  public static String names(List<ImageReference> destinations, Digest image, boolean withTags) {
    return destinations.stream()
        .map(it -> it.name() + tag(it, withTags) + "@" + image + "\n")
        .collect(Collectors.joining());
  }

  private static String tag(ImageReference destination, boolean wanted) {
    return wanted ? destination.tag().map(tag -> ":" + tag).orElse("") : "";
  }

  /** Of Cloud Build's BUILDER_OUTPUT: a line of JSON for each destination. */
  public static String builderOutput(List<ImageReference> destinations, Digest image) {
    return destinations.stream()
        .map(
            destination -> {
              ObjectNode line = JsonNodeFactory.instance.objectNode();
              line.put("name", destination.name() + tag(destination, true));
              line.put("digest", image.toString());
              return StrictJson.write(line) + "\n";
            })
        .collect(Collectors.joining());
  }

  /**
   * Of {@code --metadata-file}: the fields that {@code docker buildx build} writes; an index has no
   * config of its own.
   */
  public static String metadata(List<ImageReference> destinations, Described made) {
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    if (made instanceof DescribedImage image) {
      fields.put("containerimage.config.digest", image.configDescriptor().digest().toString());
    }
    ObjectNode descriptor = fields.putObject("containerimage.descriptor");
    descriptor.put("mediaType", made.descriptor().mediaType());
    descriptor.put("digest", made.descriptor().digest().toString());
    descriptor.put("size", made.descriptor().size());
    if (!made.descriptor().annotations().isEmpty()) {
      ObjectNode annotations = descriptor.putObject("annotations");
      made.descriptor().annotations().forEach(annotations::put);
    }
    fields.put("containerimage.digest", made.descriptor().digest().toString());
    if (!destinations.isEmpty()) {
      fields.put(
          "image.name",
          destinations.stream()
              .map(it -> it.name() + tag(it, true))
              .collect(Collectors.joining(",")));
    }
    return StrictJson.write(fields) + "\n";
  }
}
