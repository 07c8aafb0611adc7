package dev.kaniko.application.build;

import dev.kaniko.application.BuildPorts;
import dev.kaniko.application.BuildRequest;
import dev.kaniko.application.cache.PlannedStep;
import dev.kaniko.application.cache.StagePlan;
import dev.kaniko.application.inspect.DockerfilePlan;
import dev.kaniko.application.inspect.PlanDockerfile;
import dev.kaniko.application.inspect.PlannedStage;
import dev.kaniko.application.inspect.PlannedStage.CachedAs;
import dev.kaniko.application.inspect.PlannedStage.Effect;
import dev.kaniko.application.inspect.PlannedStage.Step;
import dev.kaniko.application.stage.SharedStages;
import dev.kaniko.application.stage.StageBuilds;
import dev.kaniko.domain.dockerfile.instruction.Instruction;
import dev.kaniko.ports.cache.CachedLayer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/**
 * The use case: says what a build would do, with the key of each layer and whether the cache has
 * it. Registries are asked and the context is read, and nothing is built.
 */
public final class PlanBuild {
  private final BuildPorts ports;

  /**
   * @param ports caching is among them
   */
  public PlanBuild(BuildPorts ports) {
    this.ports = ports;
  }

  /**
   * A plan for each platform.
   *
   * @throws dev.kaniko.ports.failure.BuildFailure when nothing can be built
   * @throws InterruptedException when it was cancelled
   */
  public List<DockerfilePlan> plan(BuildRequest request) throws InterruptedException {
    List<DockerfilePlan> plans = new ArrayList<>();
    for (var platform : request.platforms()) {
      plans.add(plan(PlatformPlan.of(request, platform)));
    }
    return plans;
  }

  private DockerfilePlan plan(PlatformPlan plan) throws InterruptedException {
    BuildRequest request = plan.request();
    DockerfilePlan written =
        new PlanDockerfile(
                request.dockerfile(), request.buildArgs(), plan.platform(), request.namedContexts())
            .plan(request.target());
    try (StageBuilds stages =
        new StageBuilds(
            request, ports, plan.arguments(), plan.graph(), plan.target(), new SharedStages())) {
      SortedSet<Integer> needed = stages.needed(plan.target(), plan.needed());
      SortedMap<Integer, StagePlan> known = stages.planned();
      List<PlannedStage> all = new ArrayList<>();
      for (PlannedStage stage : written.stages()) {
        int index = stage.stage().index();
        Optional<StagePlan> ofStage = Optional.ofNullable(known.get(index));
        all.add(
            stage.with(
                needed.contains(index),
                ofStage.isPresent() ? steps(ofStage.get()) : stage.steps()));
      }
      return new DockerfilePlan(written.platform(), written.target(), all);
    }
  }

  /** The base's triggers are among them. */
  private static List<Step> steps(StagePlan plan) throws InterruptedException {
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < plan.instructions().size(); i++) {
      Instruction instruction = plan.instructions().get(i);
      Effect effect = PlanDockerfile.effect(instruction);
      steps.add(
          new Step(
              instruction.position().firstLine(),
              instruction.original(),
              effect,
              effect == Effect.CONFIG
                  ? Optional.empty()
                  : Optional.of(cachedAs(Optional.ofNullable(plan.steps().get(i))))));
    }
    return steps;
  }

  private static CachedAs cachedAs(Optional<PlannedStep> step) throws InterruptedException {
    Optional<Future<Optional<CachedLayer>>> found = step.flatMap(PlannedStep::found);
    try {
      return new CachedAs(
          step.map(PlannedStep::definition),
          found.isPresent() ? Optional.of(found.get().get().isPresent()) : Optional.empty());
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }
}
