package dev.kaniko.application.build;

import dev.kaniko.application.BuildPorts;
import dev.kaniko.application.BuildRequest;
import dev.kaniko.application.cache.CacheExports;
import dev.kaniko.application.cache.Caching;
import dev.kaniko.application.plan.BuildArguments;
import dev.kaniko.application.plan.StageGraph;
import dev.kaniko.application.plan.Unsupported;
import dev.kaniko.application.rehearsal.Rehearsal;
import dev.kaniko.application.stage.BuiltStage;
import dev.kaniko.application.stage.StageBuilds;
import dev.kaniko.domain.dockerfile.Dockerfile;
import dev.kaniko.domain.dockerfile.Stage;
import dev.kaniko.domain.image.HistoryEntry;
import dev.kaniko.domain.image.ImageConfig;
import dev.kaniko.domain.image.RuntimeConfig;
import dev.kaniko.domain.source.Problem;
import dev.kaniko.domain.stage.HistoryTimes;
import dev.kaniko.ports.cache.CachedStep;
import dev.kaniko.ports.failure.BuildFailure;
import dev.kaniko.ports.failure.UserMistakes;
import dev.kaniko.ports.layer.ImageLayer;
import dev.kaniko.ports.registry.BuiltImage;
import dev.kaniko.ports.registry.ImageDocuments.DescribedImage;
import dev.kaniko.ports.registry.ImageOutput;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** The use case: builds an image from a Dockerfile and hands it to the outputs. */
public final class BuildImage {
  private final BuildPorts ports;

  public BuildImage(BuildPorts ports) {
    this.ports = ports;
  }

  /**
   * @throws dev.kaniko.ports.failure.BuildFailure when the build cannot be done; no output bears
   *     the image's name then
   * @throws InterruptedException when the build was cancelled
   */
  public DescribedImage build(BuildRequest request) throws InterruptedException {
    Dockerfile dockerfile = request.dockerfile();
    Stage target = StageGraph.target(dockerfile, request.target());
    BuildArguments arguments =
        new BuildArguments(
            dockerfile, request.buildArgs(), request.platform(), target.name().orElse("default"));
    arguments.unused(dockerfile).forEach(ports.listener()::warn);
    StageGraph graph =
        new StageGraph(dockerfile, arguments.global(), request.platform(), request.namedContexts());
    SortedSet<Integer> needed = graph.needed(target);
    refuseWhatIsUnsupported(dockerfile, needed);
    CompletableFuture<Void> checked = checkOutputs();
    Plan plan = new Plan(request, arguments, target, needed, checked);
    new Rehearsal(request, ports, arguments, graph).requireThatCommandsCanRun(needed);
    try (StageBuilds stages = new StageBuilds(request, ports, arguments, graph, target)) {
      try {
        return build(plan, stages);
      } catch (BuildFailure e) {
        if (!stages.failedForTheCache()) {
          throw e;
        }
        ports
            .listener()
            .warn(
                Problem.general("a cached layer cannot be used, all is built: " + e.getMessage()));
      }
    }
    try (StageBuilds stages =
        new StageBuilds(request, ports.withNothingCached(), arguments, graph, target)) {
      return build(plan, stages);
    }
  }

  /**
   * @param checked what is built only begins when this is done
   */
  private record Plan(
      BuildRequest request,
      BuildArguments arguments,
      Stage target,
      SortedSet<Integer> needed,
      CompletableFuture<Void> checked) {}

  /** Asks the outputs whether they will be able to write, while the cache is asked for layers. */
  private CompletableFuture<Void> checkOutputs() {
    return CompletableFuture.runAsync(
        () -> ports.outputs().forEach(ImageOutput::check), Thread.ofVirtual()::start);
  }

  private static void await(CompletableFuture<Void> checked) throws InterruptedException {
    try {
      checked.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case BuildFailure failure -> throw failure;
        case RuntimeException unexpected -> throw unexpected;
        case Error error -> throw error;
        case null, default -> throw new IllegalStateException(e.getCause());
      }
    }
  }

  private DescribedImage build(Plan plan, StageBuilds stages) throws InterruptedException {
    try {
      SortedSet<Integer> needed = stages.needed(plan.target(), plan.needed());
      await(plan.checked());
      BuiltStage built = stages.build(plan.target(), needed);
      CacheExports exports = ports.caching().map(Caching::exports).orElse(CacheExports.NONE);
      BuiltImage plain = image(built, plan.request(), plan.arguments().sourceDate());
      List<CachedStep> steps = stages.cachedSteps();
      BuiltImage made = exports.within(plain, steps);
      DescribedImage image = ports.documents().describe(made);
      for (ImageOutput output : ports.outputs()) {
        output.write(image);
      }
      stages.awaitCache();
      exports.write(made, steps, ports.listener());
      return image;
    } catch (BuildFailure e) {
      // What was made until then is of use to the next attempt.
      stages.awaitCache();
      throw e;
    }
  }

  private void refuseWhatIsUnsupported(Dockerfile dockerfile, SortedSet<Integer> needed) {
    List<Problem> problems = new ArrayList<>();
    needed.forEach(
        index ->
            problems.addAll(
                Unsupported.in(
                    dockerfile.stages().get(index).instructions(), ports.commands().obstacle())));
    if (!problems.isEmpty()) {
      throw new UserMistakes(problems);
    }
  }

  private BuiltImage image(BuiltStage built, BuildRequest request, Optional<Instant> sourceDate)
      throws InterruptedException {
    List<ImageLayer> layers = StageBuilds.layersOf(built);
    ImageConfig config = built.state().image();
    RuntimeConfig labelled = config.config().toBuilder().labels(request.labels()).build();
    List<HistoryEntry> history = HistoryTimes.filled(config.history());
    Instant now =
        sourceDate.orElseGet(
            () -> request.reproducible() ? Instant.EPOCH : ports.clock().instant());
    ImageConfig complete =
        config
            .withConfig(labelled)
            .withDiffIds(layers.stream().map(ImageLayer::diffId).toList())
            .withHistory(history)
            .withCreated(HistoryTimes.last(history).or(() -> Optional.of(now)));
    return new BuiltImage(built.format(), complete, layers, request.annotations());
  }
}
