package dev.kaniko.application.attestation;

import dev.kaniko.application.AttestationRequest;
import dev.kaniko.application.BuildRequest;
import dev.kaniko.application.plan.StageBase;
import dev.kaniko.application.plan.StageBase.BaseImage;
import dev.kaniko.application.plan.StageGraph;
import dev.kaniko.application.plan.Triggers;
import dev.kaniko.domain.attestation.Material;
import dev.kaniko.domain.attestation.PackageUrl;
import dev.kaniko.domain.attestation.Provenance;
import dev.kaniko.domain.attestation.Provenance.Details;
import dev.kaniko.domain.attestation.Provenance.Step;
import dev.kaniko.domain.attestation.ProvenanceOptions;
import dev.kaniko.domain.attestation.ProvenanceOptions.Detail;
import dev.kaniko.domain.copy.RepositoryLocation;
import dev.kaniko.domain.dockerfile.Stage;
import dev.kaniko.domain.dockerfile.instruction.Instruction;
import dev.kaniko.domain.image.Platform;
import dev.kaniko.ports.registry.ImageRegistry;
import dev.kaniko.ports.registry.ResolvedImage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells how an image was built. */
public final class ProvenanceFacts {
  private static final Pattern COMMIT = Pattern.compile("#([0-9a-f]{40}|[0-9a-f]{64})(:.*)?");

  /** Which build this is; the images of all platforms are of one. */
  private final String invocation = UUID.randomUUID().toString();

  private final BuildRequest request;
  private final ProvenanceOptions options;
  private final ImageRegistry registry;
  private final Redaction redaction;
  private final FetchedSources fetched;
  private final Instant started;

  public ProvenanceFacts(
      BuildRequest request,
      ProvenanceOptions options,
      ImageRegistry registry,
      FetchedSources fetched,
      Instant started) {
    this.request = request;
    this.options = options;
    this.registry = registry;
    this.redaction = new Redaction(request.secrets());
    this.fetched = fetched;
    this.started = started;
  }

  /**
   * Of the image of one platform.
   *
   * @param needed the numbers of the stages that it was made of
   */
  public Provenance of(StageGraph graph, SortedSet<Integer> needed, Instant finished) {
    boolean full = options.detail() == Detail.MAX;
    List<Stage> stages = needed.stream().map(request.dockerfile().stages()::get).toList();
    AttestationRequest asked = request.attestations();
    return new Provenance(
        options,
        invocation,
        started,
        finished,
        Platform.host(),
        materials(graph, stages),
        source(asked.context()),
        redaction.of(asked.entryPoint()),
        parameters(full),
        full ? request.secrets().secrets().keySet().stream().sorted().toList() : List.of(),
        full
            ? Optional.of(new Details(redaction.of(asked.dockerfile()), steps(stages)))
            : Optional.empty());
  }

  private List<Material> materials(StageGraph graph, List<Stage> stages) {
    Set<Material> materials = new LinkedHashSet<>();
    for (Stage stage : stages) {
      List<StageBase> bases = new ArrayList<>();
      bases.add(graph.baseOf(stage));
      List<Instruction> instructions = new ArrayList<>(stage.instructions());
      if (graph.baseOf(stage) instanceof BaseImage base) {
        instructions.addAll(
            Triggers.of(base.resolve(registry).config(), stage, request.dockerfile().escape()));
      }
      instructions.forEach(it -> bases.addAll(graph.sourcesOf(it, stage)));
      bases.stream()
          .filter(BaseImage.class::isInstance)
          .map(base -> material((BaseImage) base))
          .forEach(materials::add);
    }
    materials.addAll(fetched.materials());
    return List.copyOf(materials);
  }

  private Material material(BaseImage base) {
    ResolvedImage image = base.resolve(registry);
    String uri =
        switch (base) {
          case StageBase.Image(var reference, Platform platform) ->
              PackageUrl.of(reference, platform);
          case StageBase.LocalImage(var _, Platform platform) ->
              PackageUrl.of(
                  "oci",
                  image.reference().repository(),
                  image.manifest().digest().toString(),
                  new TreeMap<>(Map.of("platform", platform.toString())));
        };
    return new Material(
        uri, Map.of(image.manifest().digest().algorithm(), image.manifest().digest().hex()));
  }

  /** A repository is where others find it as well; nobody else has a directory. */
  private static Optional<Material> source(String context) {
    return RepositoryLocation.of(context)
        .map(
            it -> {
              Matcher commit = COMMIT.matcher(it.fragment());
              return new Material(
                  RepositoryLocation.withoutCredentials(it.place() + it.fragment()),
                  commit.matches() ? Map.of("sha1", commit.group(1)) : Map.of());
            });
  }

  private SortedMap<String, String> parameters(boolean full) {
    SortedMap<String, String> parameters = new TreeMap<>();
    request.target().ifPresent(target -> parameters.put("target", target));
    if (full) {
      request
          .buildArgs()
          .forEach(
              (name, value) -> {
                if (!name.toUpperCase(Locale.ROOT).endsWith("_PROXY")) {
                  parameters.put("build-arg:" + name, redaction.of(value));
                }
              });
      request.labels().forEach((key, value) -> parameters.put("label:" + key, redaction.of(value)));
    }
    return parameters;
  }

  private List<Step> steps(List<Stage> stages) {
    List<Step> steps = new ArrayList<>();
    for (Stage stage : stages) {
      steps.add(new Step(stage.label(), stage.position().firstLine(), text(stage.original())));
      for (Instruction instruction : stage.instructions()) {
        steps.add(
            new Step(
                stage.label(), instruction.position().firstLine(), text(instruction.original())));
      }
    }
    return steps;
  }

  private String text(String original) {
    return redaction.of(original.strip());
  }
}
