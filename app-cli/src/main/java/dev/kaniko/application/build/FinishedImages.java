package dev.kaniko.application.build;

import dev.kaniko.application.BuildPorts;
import dev.kaniko.application.BuildRequest;
import dev.kaniko.application.attestation.PackageSearch;
import dev.kaniko.application.attestation.ProvenanceFacts;
import dev.kaniko.application.stage.BuiltStage;
import dev.kaniko.application.stage.StageBuilds;
import dev.kaniko.domain.attestation.BillOfMaterials;
import dev.kaniko.domain.attestation.Provenance;
import dev.kaniko.domain.image.Annotation.Target;
import dev.kaniko.domain.image.Annotations;
import dev.kaniko.domain.image.HistoryEntry;
import dev.kaniko.domain.image.ImageConfig;
import dev.kaniko.domain.image.ImageFormat;
import dev.kaniko.domain.image.Platform;
import dev.kaniko.domain.image.RuntimeConfig;
import dev.kaniko.domain.source.Problem;
import dev.kaniko.domain.stage.HistoryTimes;
import dev.kaniko.ports.layer.ImageLayer;
import dev.kaniko.ports.registry.Attestation;
import dev.kaniko.ports.registry.BuiltImage;
import dev.kaniko.ports.registry.ImageDocuments.Described;
import dev.kaniko.ports.registry.ImageDocuments.DescribedImage;
import dev.kaniko.ports.registry.ImageDocuments.IndexEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** The images of a build, made of its stages, what is said about them, and the index over all. */
final class FinishedImages {
  private final BuildRequest request;
  private final BuildPorts ports;
  private final Optional<ProvenanceFacts> facts;
  private final SequencedMap<Platform, BuiltImage> images = new LinkedHashMap<>();
  private final Map<Platform, Instant> times = new HashMap<>();
  private final Map<Platform, BillOfMaterials> packages = new HashMap<>();
  private final Map<Platform, Provenance> provenances = new HashMap<>();

  /**
   * @param facts empty when nobody asks how the images were built
   */
  FinishedImages(BuildRequest request, BuildPorts ports, Optional<ProvenanceFacts> facts) {
    this.request = request;
    this.ports = ports;
    this.facts = facts;
  }

  /** Waits for the layers of a target's stage and makes the image of them. */
  void add(PlatformPlan plan, BuiltStage built) throws InterruptedException {
    List<ImageLayer> layers = StageBuilds.layersOf(built);
    ImageConfig config = built.state().image();
    RuntimeConfig labelled = config.config().toBuilder().labels(request.labels()).build();
    List<HistoryEntry> history = HistoryTimes.filled(config.history());
    Instant now = plan.now(ports.clock());
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
    if (request.attestations().packages()) {
      BillOfMaterials bill = PackageSearch.in(built.root().tree());
      bill.notices().forEach(it -> ports.listener().warn(Problem.general("--sbom: " + it)));
      packages.put(plan.platform(), bill);
    }
    facts.ifPresent(
        it ->
            provenances.put(
                plan.platform(), it.of(plan.graph(), plan.needed(), ports.clock().instant())));
    times.put(plan.platform(), now);
  }

  /** A change of an image that is only known when its layers are. */
  interface Change {
    BuiltImage of(BuiltImage image) throws InterruptedException;
  }

  void replace(PlatformPlan plan, Change change) throws InterruptedException {
    images.put(plan.platform(), change.of(images.get(plan.platform())));
  }

  Collection<BuiltImage> images() {
    return List.copyOf(images.values());
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
    if (!request.attestations().isEmpty()) {
      // Behind all images: some who choose one take the first that is no other's.
      List.copyOf(entries).forEach(entry -> entries.add(attestation(entry)));
    }
    Annotations annotations = request.annotations();
    return ports
        .documents()
        .describe(format, entries, annotations.of(Target.INDEX))
        .withDescriptorAnnotations(annotations.of(Target.INDEX_DESCRIPTOR));
  }

  private IndexEntry attestation(IndexEntry about) {
    Platform platform = about.platform();
    DescribedImage manifest =
        ports
            .attestations()
            .describe(
                new Attestation(
                    about.image(),
                    platform,
                    request.attestations().names(),
                    times.get(platform),
                    Optional.ofNullable(packages.get(platform)),
                    Optional.ofNullable(provenances.get(platform))));
    return new IndexEntry(manifest, manifest.image().config().platform());
  }

  private DescribedImage described(Platform platform, BuiltImage image) {
    return ports
        .documents()
        .describe(image)
        .withDescriptorAnnotations(request.annotations().of(Target.MANIFEST_DESCRIPTOR, platform));
  }

  /** Docker's if all have it: an index does not mix the families, and OCI's has all types. */
  private ImageFormat format() {
    return request.attestations().isEmpty()
            && images.values().stream().allMatch(it -> it.format() == ImageFormat.DOCKER)
        ? ImageFormat.DOCKER
        : ImageFormat.OCI;
  }

  private static BuiltImage in(ImageFormat format, BuiltImage image) {
    return new BuiltImage(format, image.config(), image.layers(), image.annotations());
  }
}
