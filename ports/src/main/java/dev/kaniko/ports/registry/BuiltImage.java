package dev.kaniko.ports.registry;

import dev.kaniko.domain.image.ImageConfig;
import dev.kaniko.domain.image.ImageFormat;
import dev.kaniko.ports.layer.ImageLayer;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An image that was built, before it is written down as documents.
 *
 * @param config its diffIds are those of {@code layers}
 * @param layers lowest first, the base's among them
 * @param annotations of the manifest; OCI images only
 */
public record BuiltImage(
    ImageFormat format,
    ImageConfig config,
    List<ImageLayer> layers,
    SortedMap<String, String> annotations) {
  public BuiltImage {
    layers = List.copyOf(layers);
    annotations = Collections.unmodifiableSortedMap(new TreeMap<>(annotations));
    if (!config.diffIds().equals(layers.stream().map(ImageLayer::diffId).toList())) {
      throw new IllegalArgumentException("config and layers disagree");
    }
    if (format == ImageFormat.DOCKER && !annotations.isEmpty()) {
      throw new IllegalArgumentException("Docker manifests have no annotations");
    }
  }
}
