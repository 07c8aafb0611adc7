package dev.kaniko.application.inspect;

import dev.kaniko.application.NamedContext;
import dev.kaniko.application.plan.BuildArguments;
import dev.kaniko.application.plan.StageGraph;
import dev.kaniko.domain.dockerfile.Dockerfile;
import dev.kaniko.domain.dockerfile.Stage;
import dev.kaniko.domain.dockerfile.instruction.Instruction;
import dev.kaniko.domain.dockerfile.instruction.RunInstruction;
import dev.kaniko.domain.image.Platform;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;

/** The use case: says what a build would do. Neither files nor registries are looked at. */
public final class PlanDockerfile {
  private final Dockerfile dockerfile;
  private final Map<String, String> buildArgs;
  private final Platform platform;
  private final Map<String, NamedContext> namedContexts;

  public PlanDockerfile(
      Dockerfile dockerfile,
      Map<String, String> buildArgs,
      Platform platform,
      Map<String, NamedContext> namedContexts) {
    this.dockerfile = dockerfile;
    this.buildArgs = Map.copyOf(buildArgs);
    this.platform = platform;
    this.namedContexts = Map.copyOf(namedContexts);
  }

  /**
   * @param targetName of the stage to build; empty for the last
   * @throws dev.kaniko.ports.failure.UserMistakes with all that is wrong with the bases and sources
   *     of the stages that would be built
   */
  public DockerfilePlan plan(Optional<String> targetName) {
    Stage target = StageGraph.target(dockerfile, targetName);
    BuildArguments arguments =
        new BuildArguments(dockerfile, buildArgs, platform, target.name().orElse("default"));
    StageGraph graph = new StageGraph(dockerfile, arguments.global(), platform, namedContexts);
    SortedSet<Integer> needed = graph.needed(target);
    List<PlannedStage> stages = new ArrayList<>();
    for (Stage stage : dockerfile.stages()) {
      stages.add(needed.contains(stage.index()) ? built(stage, graph) : leftOut(stage));
    }
    return new DockerfilePlan(platform, target.index(), stages);
  }

  private PlannedStage built(Stage stage, StageGraph graph) {
    Set<PlannedSource> takenFrom = new LinkedHashSet<>();
    for (Instruction instruction : stage.instructions()) {
      graph
          .sourcesOf(instruction, stage)
          .forEach(source -> takenFrom.add(PlannedSource.of(source, dockerfile)));
    }
    return new PlannedStage(
        stage,
        true,
        Optional.of(PlannedSource.of(graph.baseOf(stage), dockerfile)),
        List.copyOf(takenFrom),
        steps(stage));
  }

  private static PlannedStage leftOut(Stage stage) {
    return new PlannedStage(stage, false, Optional.empty(), List.of(), steps(stage));
  }

  private static List<PlannedStage.Step> steps(Stage stage) {
    return stage.instructions().stream()
        .map(
            instruction ->
                new PlannedStage.Step(
                    instruction.position().firstLine(),
                    instruction.original(),
                    effect(instruction)))
        .toList();
  }

  /** What an instruction would do. */
  public static PlannedStage.Effect effect(Instruction instruction) {
    return switch (instruction) {
      case RunInstruction _ -> PlannedStage.Effect.RUN;
      case Instruction.FileInstruction _ -> PlannedStage.Effect.FILES;
      case Instruction.ConfigInstruction _, Instruction.ScopeInstruction _ ->
          PlannedStage.Effect.CONFIG;
    };
  }
}
