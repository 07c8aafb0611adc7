package dev.kaniko.adapters.registry.document;

import dev.kaniko.adapters.registry.json.JsonFields;
import dev.kaniko.domain.image.Descriptor;

/** Reads descriptors. Spec: image-spec descriptor.md. */
final class DescriptorReader {
  private DescriptorReader() {}

  /**
   * @param mediaType what stands for an absent one
   */
  static Descriptor read(JsonFields fields, String mediaType) {
    long size = fields.number("size").orElseThrow(() -> fields.wrong("size", "is missing"));
    if (size < 0) {
      throw fields.wrong("size", "must not be negative");
    }
    return new Descriptor(
        fields.text("mediaType").orElse(mediaType),
        fields.digest("digest"),
        size,
        fields.texts("urls"),
        fields.textMap("annotations"));
  }

  static Descriptor read(JsonFields fields) {
    fields.requiredText("mediaType");
    return read(fields, "");
  }
}
