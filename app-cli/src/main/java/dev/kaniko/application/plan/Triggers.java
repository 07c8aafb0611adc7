package dev.kaniko.application.plan;

import dev.kaniko.domain.dockerfile.DockerfileParser;
import dev.kaniko.domain.dockerfile.Stage;
import dev.kaniko.domain.dockerfile.instruction.Instruction;
import dev.kaniko.domain.image.ImageConfig;
import dev.kaniko.domain.source.InvalidDockerfile;
import dev.kaniko.domain.source.Problem;
import dev.kaniko.ports.failure.UserMistakes;
import java.util.ArrayList;
import java.util.List;

/** What ONBUILD has left in a base for the images built on it. */
public final class Triggers {
  private Triggers() {}

  /**
   * The triggers as instructions of a stage.
   *
   * @param escape the Dockerfile's escape character
   */
  public static List<Instruction> of(ImageConfig base, Stage stage, char escape) {
    List<Instruction> all = new ArrayList<>();
    for (String trigger : base.config().onBuild()) {
      try {
        all.add(DockerfileParser.parseTrigger(trigger, escape, stage.position()));
      } catch (InvalidDockerfile e) {
        List<Problem> problems =
            e.problems().stream()
                .map(p -> p.withHint("it is an ONBUILD trigger of the base: " + trigger))
                .toList();
        throw new UserMistakes(problems);
      }
    }
    return all;
  }
}
