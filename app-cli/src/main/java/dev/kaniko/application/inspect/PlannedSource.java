package dev.kaniko.application.inspect;

import dev.kaniko.application.plan.StageBase;
import dev.kaniko.domain.dockerfile.Dockerfile;
import dev.kaniko.domain.dockerfile.Stage;
import java.util.OptionalInt;

/**
 * What a stage starts from, or takes files from.
 *
 * @param name of the image, the stage or the named context
 * @param stage its number, when it is one
 */
public record PlannedSource(Kind kind, String name, OptionalInt stage) {
  /** What it is. */
  public enum Kind {
    SCRATCH,
    STAGE,
    IMAGE,
    CONTEXT
  }

  static PlannedSource of(StageBase base, Dockerfile dockerfile) {
    return switch (base) {
      case StageBase.Scratch _ -> new PlannedSource(Kind.SCRATCH, "scratch", OptionalInt.empty());
      case StageBase.EarlierStage(int index) -> {
        Stage stage = dockerfile.stages().get(index);
        yield new PlannedSource(Kind.STAGE, stage.label(), OptionalInt.of(index));
      }
      case StageBase.Image image ->
          new PlannedSource(Kind.IMAGE, image.reference().toString(), OptionalInt.empty());
      case StageBase.LocalImage _ ->
          new PlannedSource(Kind.CONTEXT, "image in files of this machine", OptionalInt.empty());
      case StageBase.Files files ->
          new PlannedSource(Kind.CONTEXT, files.name(), OptionalInt.empty());
    };
  }
}
