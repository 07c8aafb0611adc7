package dev.kaniko.application.warm;

import dev.kaniko.application.plan.BuildArguments;
import dev.kaniko.application.plan.StageBase;
import dev.kaniko.application.plan.StageGraph;
import dev.kaniko.domain.dockerfile.Dockerfile;
import dev.kaniko.domain.dockerfile.Stage;
import dev.kaniko.domain.dockerfile.instruction.Instruction;
import dev.kaniko.domain.image.Platform;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The images that a Dockerfile names: in FROM, in COPY --from, in mounts. */
public final class ImagesOfDockerfile {
  private final Dockerfile dockerfile;
  private final StageGraph graph;

  /**
   * @param buildArgs by name
   * @param platform where FROM does not say one
   */
  public ImagesOfDockerfile(
      Dockerfile dockerfile, Map<String, String> buildArgs, Platform platform) {
    this.dockerfile = dockerfile;
    Stage last = dockerfile.stages().getLast();
    BuildArguments arguments =
        new BuildArguments(dockerfile, buildArgs, platform, last.name().orElse("default"));
    this.graph = new StageGraph(dockerfile, arguments.global(), platform, Map.of());
  }

  /**
   * In the order in which they are named, of all stages.
   *
   * @throws dev.kaniko.ports.failure.UserMistakes for a name that is none
   */
  public Set<WantedImage> all() {
    Set<WantedImage> images = new LinkedHashSet<>();
    for (Stage stage : dockerfile.stages()) {
      List<StageBase> bases = new ArrayList<>(List.of(graph.baseOf(stage)));
      for (Instruction instruction : stage.instructions()) {
        bases.addAll(graph.sourcesOf(instruction, stage));
      }
      for (StageBase base : bases) {
        if (base instanceof StageBase.Image(var reference, var platform)) {
          images.add(new WantedImage(reference, platform));
        }
      }
    }
    return images;
  }
}
