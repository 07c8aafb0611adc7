package dev.kaniko.application.stage;

import dev.kaniko.application.cache.CachedRoot;
import dev.kaniko.application.plan.MisspeltStage;
import dev.kaniko.application.plan.StageBase;
import dev.kaniko.application.plan.StageBase.BaseImage;
import dev.kaniko.application.plan.StageBase.EarlierStage;
import dev.kaniko.application.plan.StageBase.Scratch;
import dev.kaniko.application.plan.Triggers;
import dev.kaniko.application.plan.Unsupported;
import dev.kaniko.domain.dockerfile.Stage;
import dev.kaniko.domain.dockerfile.instruction.Instruction;
import dev.kaniko.domain.image.ImageConfig;
import dev.kaniko.domain.image.ImageFormat;
import dev.kaniko.domain.source.Problem;
import dev.kaniko.domain.stage.StageState;
import dev.kaniko.ports.failure.BuildFailure;
import dev.kaniko.ports.failure.RegistryFailure;
import dev.kaniko.ports.failure.UserMistakes;
import dev.kaniko.ports.layer.ImageLayer;
import dev.kaniko.ports.listener.BuildListener.Step;
import dev.kaniko.ports.registry.ResolvedImage;
import dev.kaniko.ports.rootfs.RootFilesystem;
import dev.kaniko.ports.rootfs.RootFilesystems;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/** Executes FROM: finds the base and what it brings, its ONBUILD triggers too. */
final class StageStarts {
  private final BuildSession session;
  private final StageResults stages;

  StageStarts(BuildSession session, StageResults stages) {
    this.session = session;
    this.stages = stages;
  }

  StageStart startOf(Stage stage) throws InterruptedException {
    String label = session.request().dockerfile().stages().size() == 1 ? "" : stage.label();
    Step step = new Step(label, 1, stage.instructions().size() + 1, stage.original());
    session.ports().listener().stepStarted(step);
    Instant began = session.ports().clock().instant();
    StageStart start = open(stage, label);
    session
        .ports()
        .listener()
        .stepFinished(
            step, Duration.between(began, session.ports().clock().instant()), OptionalLong.empty());
    return start;
  }

  private StageStart open(Stage stage, String label) throws InterruptedException {
    try {
      return openBase(stage, label);
    } catch (BuildFailure failure) {
      failure.happenedAt(stage.position());
      throw failure;
    }
  }

  private StageStart openBase(Stage stage, String label) throws InterruptedException {
    StageBase base = session.graph().baseOf(stage);
    return switch (base) {
      case Scratch _ ->
          new StageStart(
              label,
              StageState.scratch(session.request().platform()),
              session.request().format().orElse(ImageFormat.OCI),
              fromLayers(List.of()),
              List.of(),
              stage.instructions());
      case StageBase.Files files -> throw files.isNoBase(stage);
      case EarlierStage(int index) -> {
        BuiltStage earlier = stages.resultOf(index);
        yield new StageStart(
            label,
            StageState.fromStage(earlier.state()),
            earlier.format(),
            fork(earlier.root()),
            earlier.layers(),
            withTriggers(stage, earlier.state().image()));
      }
      case BaseImage image -> {
        ResolvedImage resolved = resolve(image, stage);
        yield new StageStart(
            label,
            StageState.fromImage(resolved.config()),
            session.request().format().orElse(resolved.format()),
            fromLayers(resolved.layers()),
            ready(resolved.layers()),
            withTriggers(stage, resolved.config()));
      }
    };
  }

  private RootFilesystem fromLayers(List<ImageLayer> layers) {
    RootFilesystems roots = session.ports().roots();
    return session
        .ports()
        .caching()
        .<RootFilesystem>map(
            it ->
                new CachedRoot(
                    () -> roots.fromLayers(layers), it.reader(), stages::cacheHasDisappointed))
        .orElseGet(() -> roots.fromLayers(layers));
  }

  private RootFilesystem fork(RootFilesystem parent) {
    RootFilesystems roots = session.ports().roots();
    return parent instanceof CachedRoot cached ? cached.fork(roots) : roots.fork(parent);
  }

  private ResolvedImage resolve(BaseImage image, Stage stage) throws InterruptedException {
    try {
      return image.resolve(session.ports().registry());
    } catch (RegistryFailure e) {
      throw MisspeltStage.explain(e, session.graph(), stage.base(), stage);
    }
  }

  private static List<Future<ImageLayer>> ready(List<ImageLayer> layers) {
    List<Future<ImageLayer>> ready = new ArrayList<>();
    layers.forEach(layer -> ready.add(CompletableFuture.completedFuture(layer)));
    return ready;
  }

  /** The triggers that the base has left, then the stage's own instructions. */
  List<Instruction> withTriggers(Stage stage, ImageConfig base) {
    char escape = session.request().dockerfile().escape();
    List<Instruction> all = new ArrayList<>(Triggers.of(base, stage, escape));
    List<Problem> refused = Unsupported.in(all, session.ports().commands().obstacle());
    if (!refused.isEmpty()) {
      throw new UserMistakes(refused);
    }
    all.addAll(stage.instructions());
    return all;
  }
}
