package dev.kaniko.application.build;

import dev.kaniko.application.BuildRequest;
import dev.kaniko.application.plan.BuildArguments;
import dev.kaniko.application.plan.StageGraph;
import dev.kaniko.domain.dockerfile.Stage;
import dev.kaniko.domain.image.Platform;
import java.time.Instant;
import java.time.InstantSource;
import java.util.SortedSet;

/**
 * What there is to do for one platform.
 *
 * @param needed the numbers of the stages that {@code target} cannot be built without
 */
record PlatformPlan(
    BuildRequest request,
    Platform platform,
    BuildArguments arguments,
    StageGraph graph,
    Stage target,
    SortedSet<Integer> needed) {

  /** The time to record for what is done now. */
  Instant now(InstantSource clock) {
    return arguments
        .sourceDate()
        .orElseGet(() -> request.reproducible() ? Instant.EPOCH : clock.instant());
  }

  /**
   * @throws dev.kaniko.ports.failure.UserMistakes with what is wrong with the stages
   */
  static PlatformPlan of(BuildRequest request, Platform platform) {
    BuildRequest narrowed = request.forPlatform(platform);
    Stage target = StageGraph.target(request.dockerfile(), request.target());
    BuildArguments arguments =
        new BuildArguments(
            request.dockerfile(), request.buildArgs(), platform, target.name().orElse("default"));
    StageGraph graph =
        new StageGraph(request.dockerfile(), arguments.global(), platform, request.namedContexts());
    return new PlatformPlan(narrowed, platform, arguments, graph, target, graph.needed(target));
  }
}
