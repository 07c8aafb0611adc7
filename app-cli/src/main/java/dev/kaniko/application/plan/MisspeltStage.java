package dev.kaniko.application.plan;

import dev.kaniko.domain.dockerfile.Stage;
import dev.kaniko.ports.failure.RegistryFailure;

/** A name that no stage has is an image's; where there is no such image, a stage may be meant. */
public final class MisspeltStage {
  private MisspeltStage() {}

  /**
   * @param name as written in the Dockerfile
   * @param stage the one that names it
   */
  public static RegistryFailure explain(
      RegistryFailure failure, StageGraph graph, String name, Stage stage) {
    return graph
        .stageNamedLike(name, stage)
        .map(
            near -> failure.withHint("no stage is called " + name + ": did you mean " + near + "?"))
        .orElse(failure);
  }
}
