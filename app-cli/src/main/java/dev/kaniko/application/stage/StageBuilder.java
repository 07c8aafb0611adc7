package dev.kaniko.application.stage;

import dev.kaniko.application.plan.ConfigSteps;
import dev.kaniko.application.plan.MisspeltStage;
import dev.kaniko.application.plan.StageBase;
import dev.kaniko.domain.account.Accounts;
import dev.kaniko.domain.copy.CopyRefused;
import dev.kaniko.domain.dockerfile.Stage;
import dev.kaniko.domain.dockerfile.instruction.AddInstruction;
import dev.kaniko.domain.dockerfile.instruction.ArgInstruction;
import dev.kaniko.domain.dockerfile.instruction.CopyInstruction;
import dev.kaniko.domain.dockerfile.instruction.Instruction;
import dev.kaniko.domain.dockerfile.instruction.Instruction.ConfigInstruction;
import dev.kaniko.domain.dockerfile.instruction.Instruction.FileInstruction;
import dev.kaniko.domain.dockerfile.instruction.RunInstruction;
import dev.kaniko.domain.dockerfile.instruction.WorkdirInstruction;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.filesystem.LayerEntry;
import dev.kaniko.domain.filesystem.PathResolver;
import dev.kaniko.domain.source.Problem;
import dev.kaniko.domain.stage.HistoryText;
import dev.kaniko.domain.stage.StageState;
import dev.kaniko.ports.failure.BuildFailure;
import dev.kaniko.ports.failure.RegistryFailure;
import dev.kaniko.ports.failure.UserMistakes;
import dev.kaniko.ports.layer.ImageLayer;
import dev.kaniko.ports.listener.BuildListener.Step;
import dev.kaniko.ports.rootfs.RootFilesystem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/** Executes the instructions of one stage. Used by one thread, once. */
final class StageBuilder {
  private static final CompletableFuture<Optional<ImageLayer>> NO_LAYER =
      CompletableFuture.completedFuture(Optional.empty());

  private final Stage stage;
  private final BuildSession session;
  private final ConfigSteps configSteps;
  private final FileSteps fileSteps;
  private final RunStep runStep;
  private final StageStart start;
  private final StageLayers layers;
  private final RootFilesystem root;
  private final List<Instruction> instructions;
  private StageState state;

  /**
   * @param start what FROM has given
   */
  StageBuilder(
      Stage stage,
      StageStart start,
      StageLayers layers,
      BuildSession session,
      StageResults others) {
    this.stage = stage;
    this.start = start;
    this.layers = layers;
    this.session = session;
    this.configSteps =
        new ConfigSteps(session.arguments(), session.request().dockerfile().escape());
    this.fileSteps = new FileSteps(session, others);
    this.runStep = new RunStep(session);
    this.root = start.root();
    this.state = start.state();
    this.instructions = start.instructions();
  }

  BuiltStage build() throws InterruptedException {
    LayerPolicy policy =
        session.request().singleSnapshot()
            ? new LayerPolicy.OneForAll(layers, root)
            : new LayerPolicy.OnePerInstruction(layers, root);
    for (int i = 0; i < instructions.size(); i++) {
      Instruction instruction = instructions.get(i);
      Step step =
          new Step(start.label(), i + 2, instructions.size() + 1, oneLine(instruction.original()));
      session.ports().listener().stepStarted(step);
      Instant began = session.ports().clock().instant();
      CompletableFuture<Optional<ImageLayer>> layer = execute(instruction, step, policy);
      Duration took = Duration.between(began, session.ports().clock().instant());
      // A layer that fails is heard of by whoever asks the stage for its layers.
      var _ = layer.thenAccept(made -> finished(step, took, made));
    }
    state = policy.finish(state);
    return new BuiltStage(state, start.format(), layers.all(), root);
  }

  /** What the instruction made, when it made a layer; comes when the layer is written. */
  private CompletableFuture<Optional<ImageLayer>> execute(
      Instruction written, Step step, LayerPolicy policy) throws InterruptedException {
    try {
      return switch (configSteps.expand(written, state)) {
        case ConfigInstruction config -> {
          state = state.apply(config);
          yield NO_LAYER;
        }
        case ArgInstruction arg -> {
          state = configSteps.declare(arg, state);
          yield NO_LAYER;
        }
        case FileInstruction file -> changeFiles(file, step, policy);
      };
    } catch (BuildFailure failure) {
      failure.happenedAt(written.position());
      throw failure;
    }
  }

  private CompletableFuture<Optional<ImageLayer>> changeFiles(
      FileInstruction instruction, Step step, LayerPolicy policy) throws InterruptedException {
    try {
      return switch (instruction) {
        case RunInstruction run -> {
          List<LayerEntry> changes = runStep.run(run, state, root, step);
          String text = HistoryText.run(run.command().arguments(state.shell()), state.scope());
          yield made(policy.changed(changes), text, policy);
        }
        case CopyInstruction copy ->
            made(policy.planned(planOf(copy)), HistoryText.copy(copy), policy);
        case AddInstruction add -> {
          List<LayerEntry> entries = fileSteps.add(add, state, root.tree());
          yield made(policy.planned(entries), HistoryText.add(add), policy);
        }
        case WorkdirInstruction workdir -> enter(workdir, policy);
      };
    } catch (CopyRefused.SourceMissing e) {
      throw new UserMistakes(
          Problem.at(instruction.position(), e.getMessage()).withHint(whereToLook(instruction)));
    } catch (CopyRefused | Accounts.UnknownAccount | PathResolver.TooManyLinks e) {
      throw new UserMistakes(Problem.at(instruction.position(), e.getMessage()));
    }
  }

  private static String whereToLook(FileInstruction instruction) {
    return instruction instanceof CopyInstruction copy && copy.from().isPresent()
        ? "look at what " + copy.from().get() + " has in it; the path starts at its root"
        : "the build context has no such file, or the ignore file leaves it out";
  }

  private List<LayerEntry> planOf(CopyInstruction copy) throws InterruptedException {
    Optional<StageBase> source = copy.from().map(_ -> session.graph().sourceOf(copy, stage));
    try {
      return fileSteps.copy(copy, source, state, root.tree());
    } catch (RegistryFailure e) {
      throw copy.from().isPresent()
          ? MisspeltStage.explain(e, session.graph(), copy.from().get(), stage)
          : e;
    }
  }

  private CompletableFuture<Optional<ImageLayer>> made(
      CompletableFuture<Optional<ImageLayer>> layer, String text, LayerPolicy policy) {
    state = policy.record(state, text, session.now());
    return layer;
  }

  private CompletableFuture<Optional<ImageLayer>> enter(
      WorkdirInstruction workdir, LayerPolicy policy) {
    FilePath path = state.workingDirectory().resolve(FilePath.bytesOf(workdir.path()));
    state = state.withWorkingDirectory(path);
    String text = HistoryText.workdir(path.text());
    if (path.isRoot()) {
      state = state.record(text, Optional.empty());
      return NO_LAYER;
    }
    List<LayerEntry> entries = fileSteps.workdir(path, state, root.tree());
    return made(policy.planned(entries), text, policy);
  }

  private void finished(Step step, Duration took, Optional<ImageLayer> layer) {
    OptionalLong size = OptionalLong.empty();
    if (layer.isPresent()) {
      size = OptionalLong.of(layer.get().descriptor().size());
    }
    session.ports().listener().stepFinished(step, took, size);
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s*\\n\\s*", " ");
  }
}
