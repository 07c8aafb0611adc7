package dev.kaniko.ports.registry;

import dev.kaniko.domain.image.Descriptor;
import dev.kaniko.domain.image.ImageConfig;
import dev.kaniko.domain.image.ImageFormat;
import dev.kaniko.domain.image.ImageReference;
import dev.kaniko.ports.layer.ImageLayer;
import java.util.List;

/**
 * An image as a registry has it.
 *
 * @param reference pinned to the manifest's digest
 * @param manifest of the one platform
 * @param layers lowest first, as many as the config has diffIDs
 */
public record ResolvedImage(
    ImageReference reference,
    Descriptor manifest,
    ImageFormat format,
    ImageConfig config,
    List<ImageLayer> layers) {
  public ResolvedImage {
    layers = List.copyOf(layers);
  }
}
