package dev.kaniko.application.stage;

import dev.kaniko.application.plan.StageBase;
import dev.kaniko.application.plan.StageBase.BaseImage;
import dev.kaniko.application.plan.StageBase.EarlierStage;
import dev.kaniko.domain.dockerfile.Stage;
import dev.kaniko.domain.dockerfile.instruction.ArgInstruction;
import dev.kaniko.domain.dockerfile.instruction.Instruction;
import dev.kaniko.domain.dockerfile.instruction.OnBuildInstruction;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Stages that come out the same for several platforms, as those of {@code FROM
 * --platform=$BUILDPLATFORM} do that ask for nothing of the target platform: they are built for the
 * first of them, and the others take what was built.
 */
public final class SharedStages {
  private final Map<Integer, List<Known>> known = new ConcurrentHashMap<>();

  private record Known(BuildSession session, boolean exported, BuiltStage built) {}

  /**
   * What was built for another platform and would come out the same for this one.
   *
   * @param exported whether the stage's layers are the image's
   */
  Optional<BuiltStage> find(Stage stage, BuildSession session, boolean exported) {
    return known.getOrDefault(stage.index(), List.of()).stream()
        .filter(it -> it.exported() == exported && same(stage, it.session(), session))
        .map(Known::built)
        .findFirst();
  }

  void add(Stage stage, BuildSession session, boolean exported, BuiltStage built) {
    known
        .computeIfAbsent(stage.index(), _ -> new CopyOnWriteArrayList<>())
        .add(new Known(session, exported, built));
  }

  private static boolean same(Stage stage, BuildSession one, BuildSession other) {
    return sameBase(stage, one, other)
        && stage.instructions().stream()
            .allMatch(
                it ->
                    sameArguments(it, one, other)
                        && sameSources(it, stage, one, other)
                        && !(it instanceof OnBuildInstruction));
  }

  private static boolean sameBase(Stage stage, BuildSession one, BuildSession other) {
    StageBase base = one.graph().baseOf(stage);
    return base.equals(other.graph().baseOf(stage))
        && switch (base) {
          // It is for the platform that is built for.
          case StageBase.Scratch _ -> false;
          case StageBase.Files _ -> false;
          case EarlierStage(int index) -> same(stage(index, one), one, other);
          // Triggers could ask for the target platform.
          case BaseImage image ->
              image.resolve(one.ports().registry()).config().config().onBuild().isEmpty();
        };
  }

  private static boolean sameArguments(
      Instruction instruction, BuildSession one, BuildSession other) {
    return !(instruction instanceof ArgInstruction arg)
        || arg.arguments().stream()
            .allMatch(
                it ->
                    one.arguments()
                        .global()
                        .get(it.name())
                        .equals(other.arguments().global().get(it.name())));
  }

  private static boolean sameSources(
      Instruction instruction, Stage stage, BuildSession one, BuildSession other) {
    List<StageBase> sources = one.graph().sourcesOf(instruction, stage);
    return sources.equals(other.graph().sourcesOf(instruction, stage))
        && sources.stream()
            .allMatch(
                it ->
                    !(it instanceof EarlierStage(int index))
                        || same(stage(index, one), one, other));
  }

  private static Stage stage(int index, BuildSession session) {
    return session.request().dockerfile().stages().get(index);
  }
}
