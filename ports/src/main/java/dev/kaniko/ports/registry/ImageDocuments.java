package dev.kaniko.ports.registry;

import dev.kaniko.domain.image.Descriptor;
import dev.kaniko.domain.image.ImageConfig;

/** Writes images down as the JSON documents of their format; the same image, the same bytes. */
public interface ImageDocuments {

  DescribedImage describe(BuiltImage image);

  /**
   * Reads an image config of either format.
   *
   * @param subject which config, for messages
   * @throws dev.kaniko.ports.failure.UnsafeContentFailure when it is not one
   */
  ImageConfig readConfig(byte[] json, String subject);

  /**
   * An image with its documents. The image's digest is the manifest's.
   *
   * @param image its layers' descriptors have the media types of its format
   * @param config JSON; its UTF-8 encoding is what the descriptor describes
   * @param manifest likewise
   */
  record DescribedImage(
      BuiltImage image,
      Descriptor configDescriptor,
      String config,
      Descriptor manifestDescriptor,
      String manifest) {
    @Override
    public String toString() {
      return "image " + manifestDescriptor.digest();
    }
  }
}
