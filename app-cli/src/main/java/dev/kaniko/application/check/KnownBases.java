package dev.kaniko.application.check;

import dev.kaniko.application.plan.MisspeltStage;
import dev.kaniko.application.plan.StageBase;
import dev.kaniko.application.plan.StageGraph;
import dev.kaniko.domain.check.CheckedBase;
import dev.kaniko.domain.dockerfile.Dockerfile;
import dev.kaniko.domain.dockerfile.Stage;
import dev.kaniko.domain.image.ImageConfig;
import dev.kaniko.domain.source.Problem;
import dev.kaniko.ports.failure.BuildFailure;
import dev.kaniko.ports.failure.RegistryFailure;
import dev.kaniko.ports.failure.UserMistakes;
import dev.kaniko.ports.registry.ImageRegistry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/** What stages start from; images are asked for side by side, each once. */
final class KnownBases {
  private final Optional<ImageRegistry> registry;
  private final boolean tolerant;
  private final Map<Integer, CheckedBase> bases = new HashMap<>();
  private final List<Problem> problems = new ArrayList<>();

  /**
   * @param tolerant whether an image that cannot be asked for is a problem among others
   */
  KnownBases(Optional<ImageRegistry> registry, boolean tolerant) {
    this.registry = registry;
    this.tolerant = tolerant;
  }

  CheckedBase of(Stage stage) {
    return bases.getOrDefault(stage.index(), new CheckedBase.Unknown());
  }

  List<Problem> problems() {
    return problems;
  }

  /** Asks for the bases of the stages; those whose FROM is malformed stay unknown. */
  void ask(Dockerfile dockerfile, StageGraph graph, SortedSet<Integer> stages)
      throws InterruptedException {
    Map<StageBase.Image, FutureTask<ImageConfig>> asked = new LinkedHashMap<>();
    SortedMap<Integer, StageBase.Image> images = new TreeMap<>();
    for (int index : stages) {
      Optional<StageBase> base = baseOf(dockerfile.stages().get(index), graph);
      base.map(KnownBases::withoutAsking).ifPresent(it -> bases.put(index, it));
      if (base.orElse(null) instanceof StageBase.Files files) {
        problems.addAll(files.isNoBase(dockerfile.stages().get(index)).problems());
      }
      if (base.orElse(null) instanceof StageBase.Image image && registry.isPresent()) {
        images.put(index, image);
        asked.computeIfAbsent(image, it -> new FutureTask<>(config(it)));
      }
    }
    run(asked.values());
    for (Map.Entry<Integer, StageBase.Image> entry : images.entrySet()) {
      Stage stage = dockerfile.stages().get(entry.getKey());
      take(stage, entry.getValue(), asked.get(entry.getValue()), graph);
    }
  }

  /** The first one here, as it is mostly the only one. */
  private static void run(Collection<FutureTask<ImageConfig>> tasks) {
    tasks.stream().skip(1).forEach(Thread::startVirtualThread);
    tasks.stream().findFirst().ifPresent(FutureTask::run);
  }

  private Callable<ImageConfig> config(StageBase.Image image) {
    return () -> registry.orElseThrow().resolve(image.reference(), image.platform()).config();
  }

  private static Optional<StageBase> baseOf(Stage stage, StageGraph graph) {
    try {
      return Optional.of(graph.baseOf(stage));
    } catch (UserMistakes _) {
      // Whoever has surveyed the graph has heard of it.
      return Optional.empty();
    }
  }

  private static CheckedBase withoutAsking(StageBase base) {
    return switch (base) {
      case StageBase.Scratch _ -> new CheckedBase.Scratch();
      case StageBase.EarlierStage(int index) -> new CheckedBase.Earlier(index);
      case StageBase.Files _, StageBase.Image _, StageBase.LocalImage _ ->
          new CheckedBase.Unknown();
    };
  }

  private void take(Stage stage, StageBase.Image image, Future<ImageConfig> asked, StageGraph graph)
      throws InterruptedException {
    try {
      bases.put(
          stage.index(), new CheckedBase.Image(name(stage, image), image.platform(), asked.get()));
    } catch (ExecutionException e) {
      BuildFailure failure = failure(e.getCause(), stage, graph);
      if (!tolerant) {
        failure.happenedAt(stage.position());
        throw failure;
      }
      Problem problem = Problem.at(stage.position(), failure.getMessage());
      problems.add(
          failure instanceof RegistryFailure registryFailure
              ? registryFailure.hint().map(problem::withHint).orElse(problem)
              : problem);
    }
  }

  /** As written, where that says it. */
  private static String name(Stage stage, StageBase.Image image) {
    return stage.base().contains("$") ? image.reference().toString() : stage.base();
  }

  private static BuildFailure failure(Throwable cause, Stage stage, StageGraph graph) {
    return switch (cause) {
      case RegistryFailure failure -> MisspeltStage.explain(failure, graph, stage.base(), stage);
      case BuildFailure failure -> failure;
      case RuntimeException unexpected -> throw unexpected;
      case Error error -> throw error;
      default -> throw new IllegalStateException(cause);
    };
  }
}
