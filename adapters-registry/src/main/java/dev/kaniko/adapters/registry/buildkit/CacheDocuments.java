package dev.kaniko.adapters.registry.buildkit;

import dev.kaniko.adapters.registry.document.JsonImageDocuments;
import dev.kaniko.adapters.registry.document.ManifestWriter;
import dev.kaniko.adapters.registry.json.GoTime;
import dev.kaniko.domain.cache.CacheConfig;
import dev.kaniko.domain.image.Descriptor;
import dev.kaniko.domain.image.Digest;
import dev.kaniko.domain.image.ImageConfig;
import dev.kaniko.domain.image.ImageFormat;
import dev.kaniko.domain.image.MediaTypes;
import dev.kaniko.domain.image.Platform;
import dev.kaniko.ports.cache.CachedStep;
import dev.kaniko.ports.layer.ImageLayer;
import dev.kaniko.ports.registry.BuiltImage;
import dev.kaniko.ports.registry.ImageDocuments.DescribedImage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Writes a cache down as what takes images can take: layers, a config, a manifest. */
final class CacheDocuments {
  /** As containerd and BuildKit note it at their layers. */
  private static final String DIFF_ID = "containerd.io/uncompressed";

  private static final String CREATED = "buildkit/createdat";

  private CacheDocuments() {}

  /**
   * @param asImage whether the layers are named by a manifest, or by an index, as BuildKit did at
   *     first
   */
  static DescribedImage of(List<CachedStep> steps, boolean asImage) {
    BuiltImage content = content(CacheConfigs.layersOf(steps));
    List<ImageLayer> layers = content.layers();
    CacheConfig config = CacheConfigs.of(steps, layers);
    String json = CacheConfigJson.write(config);
    Descriptor configDescriptor = describe(CacheConfigJson.MEDIA_TYPE, json);
    List<Descriptor> noted = noted(steps, layers);
    String type = asImage ? MediaTypes.OCI_MANIFEST : MediaTypes.OCI_INDEX;
    String manifest;
    if (asImage) {
      manifest = ManifestWriter.manifest(type, configDescriptor, noted, new TreeMap<>());
    } else {
      List<Descriptor> entries = new ArrayList<>(noted);
      entries.add(configDescriptor);
      manifest = ManifestWriter.index(entries);
    }
    return new DescribedImage(content, configDescriptor, json, describe(type, manifest), manifest);
  }

  /** The layers, with the types that OCI's manifests have for them. */
  private static BuiltImage content(List<ImageLayer> layers) {
    ImageConfig none =
        ImageConfig.scratch(new Platform("unknown", "unknown", Optional.empty()))
            .withDiffIds(layers.stream().map(ImageLayer::diffId).toList());
    return new JsonImageDocuments()
        .describe(new BuiltImage(ImageFormat.OCI, none, layers, new TreeMap<>()))
        .image();
  }

  private static List<Descriptor> noted(List<CachedStep> steps, List<ImageLayer> layers) {
    Map<Digest, Instant> created = new HashMap<>();
    for (CachedStep step : steps) {
      created.putIfAbsent(step.layer().layer().descriptor().digest(), step.layer().created());
    }
    List<Descriptor> noted = new ArrayList<>();
    for (ImageLayer layer : layers) {
      Instant time = created.get(layer.descriptor().digest());
      noted.add(
          layer
              .descriptor()
              .withAnnotations(
                  Map.of(CREATED, GoTime.write(time), DIFF_ID, layer.diffId().toString())));
    }
    return noted;
  }

  private static Descriptor describe(String mediaType, String document) {
    return Descriptor.of(mediaType, document.getBytes(StandardCharsets.UTF_8));
  }
}
