package dev.kaniko.application.build;

import dev.kaniko.application.BuildPorts;
import dev.kaniko.application.BuildRequest;
import dev.kaniko.application.stage.BuiltStage;
import dev.kaniko.application.stage.StageBuilds;
import dev.kaniko.domain.image.Annotation.Target;
import dev.kaniko.domain.image.Annotations;
import dev.kaniko.domain.image.HistoryEntry;
import dev.kaniko.domain.image.ImageConfig;
import dev.kaniko.domain.image.ImageFormat;
import dev.kaniko.domain.image.Platform;
import dev.kaniko.domain.image.RuntimeConfig;
import dev.kaniko.domain.stage.HistoryTimes;
import dev.kaniko.ports.layer.ImageLayer;
import dev.kaniko.ports.registry.BuiltImage;
import dev.kaniko.ports.registry.ImageDocuments.Described;
import dev.kaniko.ports.registry.ImageDocuments.DescribedImage;
import dev.kaniko.ports.registry.ImageDocuments.IndexEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** The images of a build, made of its stages, and the index over them. */
final class FinishedImages {
  private final BuildRequest request;
  private final BuildPorts ports;
  private final SequencedMap<Platform, BuiltImage> images = new LinkedHashMap<>();

  FinishedImages(BuildRequest request, BuildPorts ports) {
    this.request = request;
    this.ports = ports;
  }

  /** Waits for the layers of a target's stage and makes the image of them. */
  void add(PlatformPlan plan, BuiltStage built) throws InterruptedException {
    List<ImageLayer> layers = StageBuilds.layersOf(built);
    ImageConfig config = built.state().image();
    RuntimeConfig labelled = config.config().toBuilder().labels(request.labels()).build();
    List<HistoryEntry> history = HistoryTimes.filled(config.history());
    Instant now =
        plan.arguments()
            .sourceDate()
            .orElseGet(() -> request.reproducible() ? Instant.EPOCH : ports.clock().instant());
    ImageConfig complete =
        config
            .withConfig(labelled)
            .withDiffIds(layers.stream().map(ImageLayer::diffId).toList())
            .withHistory(history)
            .withCreated(HistoryTimes.last(history).or(() -> Optional.of(now)));
    images.put(
        plan.platform(),
        new BuiltImage(
            built.format(),
            complete,
            layers,
            request.annotations().of(Target.MANIFEST, plan.platform())));
  }

  /** The image, or the index if there are several or one was asked for. */
  Described describe() {
    if (!request.index()) {
      Map.Entry<Platform, BuiltImage> only = images.firstEntry();
      return described(only.getKey(), only.getValue());
    }
    ImageFormat format = format();
    List<IndexEntry> entries = new ArrayList<>();
    images.forEach(
        (platform, image) ->
            entries.add(new IndexEntry(described(platform, in(format, image)), platform)));
    Annotations annotations = request.annotations();
    return ports
        .documents()
        .describe(format, entries, annotations.of(Target.INDEX))
        .withDescriptorAnnotations(annotations.of(Target.INDEX_DESCRIPTOR));
  }

  private DescribedImage described(Platform platform, BuiltImage image) {
    return ports
        .documents()
        .describe(image)
        .withDescriptorAnnotations(request.annotations().of(Target.MANIFEST_DESCRIPTOR, platform));
  }

  /** Docker's if all have it: an index does not mix the families, and OCI's has all types. */
  private ImageFormat format() {
    return images.values().stream().allMatch(it -> it.format() == ImageFormat.DOCKER)
        ? ImageFormat.DOCKER
        : ImageFormat.OCI;
  }

  private static BuiltImage in(ImageFormat format, BuiltImage image) {
    return new BuiltImage(format, image.config(), image.layers(), image.annotations());
  }
}
