package dev.kaniko.application.stage;

import dev.kaniko.application.cache.FilesBelow;
import dev.kaniko.application.cache.StageCache;
import dev.kaniko.application.cache.StageCache.Executed;
import dev.kaniko.application.plan.Interpretation;
import dev.kaniko.application.plan.MisspeltStage;
import dev.kaniko.application.plan.StageBase;
import dev.kaniko.application.run.OwnedByRoot;
import dev.kaniko.application.run.RunStep;
import dev.kaniko.domain.account.Accounts;
import dev.kaniko.domain.copy.CopyRefused;
import dev.kaniko.domain.copy.RepositoryLocation;
import dev.kaniko.domain.dockerfile.Stage;
import dev.kaniko.domain.dockerfile.instruction.AddInstruction;
import dev.kaniko.domain.dockerfile.instruction.CopyInstruction;
import dev.kaniko.domain.dockerfile.instruction.Instruction;
import dev.kaniko.domain.dockerfile.instruction.Instruction.FileInstruction;
import dev.kaniko.domain.dockerfile.instruction.RunInstruction;
import dev.kaniko.domain.dockerfile.instruction.WorkdirInstruction;
import dev.kaniko.domain.filesystem.FileTree;
import dev.kaniko.domain.filesystem.LayerEntry;
import dev.kaniko.domain.filesystem.PathResolver;
import dev.kaniko.domain.image.Digest;
import dev.kaniko.domain.source.Problem;
import dev.kaniko.domain.stage.HistoryText;
import dev.kaniko.domain.stage.StageState;
import dev.kaniko.ports.cache.CachedLayer;
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
import java.util.concurrent.Future;

/** Executes the instructions of one stage. Used by one thread, once. */
final class StageBuilder {
  private static final CompletableFuture<Optional<ImageLayer>> NO_LAYER =
      CompletableFuture.completedFuture(Optional.empty());

  private final Stage stage;
  private final BuildSession session;
  private final FileSteps fileSteps;
  private final RunStep runStep;
  private final StageResults others;
  private final StageStart start;
  private final StageLayers layers;
  private final Optional<StageCache> cache;
  private final RootFilesystem root;
  private final List<Instruction> instructions;
  private final Interpretation interpretation;

  /**
   * @param start what FROM has given
   * @param cache empty when no layer is cached
   */
  StageBuilder(
      Stage stage,
      StageStart start,
      StageLayers layers,
      BuildSession session,
      StageResults others,
      Optional<StageCache> cache) {
    this.stage = stage;
    this.start = start;
    this.layers = layers;
    this.session = session;
    this.cache = cache;
    this.fileSteps = new FileSteps(session, others);
    this.runStep = new RunStep(session.ports(), session.request(), session.arguments());
    this.others = others;
    this.root = start.root();
    this.instructions = start.instructions();
    this.interpretation =
        new Interpretation(
            session.request().dockerfile().escape(), session.arguments(), start.state());
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
      CompletableFuture<Optional<ImageLayer>> layer = execute(i, step, policy);
      Duration took = Duration.between(began, session.ports().clock().instant());
      // A layer that fails is heard of by whoever asks the stage for its layers.
      var _ = layer.thenAccept(made -> finished(step, took, made));
    }
    interpretation.replace(policy.finish(interpretation.state()));
    return new BuiltStage(interpretation.state(), start.format(), layers.all(), root);
  }

  /** What the instruction made, when it made a layer; comes when the layer is written. */
  private CompletableFuture<Optional<ImageLayer>> execute(int index, Step step, LayerPolicy policy)
      throws InterruptedException {
    Instruction written = instructions.get(index);
    try {
      Optional<FileInstruction> file = interpretation.take(written);
      if (file.isPresent() && file.get() instanceof WorkdirInstruction workdir) {
        interpretation.enter(workdir);
      }
      return file.isPresent() ? execute(index, file.get(), step, policy) : NO_LAYER;
    } catch (CopyRefused.SourceMissing e) {
      throw new UserMistakes(
          Problem.at(written.position(), e.getMessage()).withHint(whereToLook(written)));
    } catch (CopyRefused | Accounts.UnknownAccount | PathResolver.TooManyLinks e) {
      throw new UserMistakes(Problem.at(written.position(), e.getMessage()));
    } catch (BuildFailure failure) {
      failure.happenedAt(written.position());
      throw failure;
    }
  }

  private CompletableFuture<Optional<ImageLayer>> execute(
      int index, FileInstruction instruction, Step step, LayerPolicy policy)
      throws InterruptedException {
    if (instruction instanceof WorkdirInstruction
        && interpretation.state().workingDirectory().isRoot()) {
      interpretation.record(historyText(instruction), Optional.empty());
      return NO_LAYER;
    }
    Optional<CachedLayer> cached = cached(index, instruction);
    return cached.isPresent()
        ? use(index, digest(index, instruction), cached.get(), instruction)
        : changeFiles(index, instruction, step, policy);
  }

  private String historyText(FileInstruction instruction) {
    StageState state = interpretation.state();
    return switch (instruction) {
      case RunInstruction run ->
          HistoryText.run(run.program().recorded(state.shell()), state.scope());
      case CopyInstruction copy -> HistoryText.copy(copy);
      case AddInstruction add -> HistoryText.add(add);
      case WorkdirInstruction _ -> HistoryText.workdir(state.workingDirectory().text());
    };
  }

  /** The layer of an earlier build that makes the step unnecessary. */
  private Optional<CachedLayer> cached(int index, FileInstruction instruction)
      throws InterruptedException {
    if (cache.isEmpty()) {
      return Optional.empty();
    }
    Optional<CachedLayer> found = cache.get().find(index, oneLine(instruction.original()));
    Optional<Digest> step = digest(index, instruction);
    return found.isPresent() || step.isEmpty()
        ? found
        : cache.get().findByContent(instruction, step.get(), layers.all());
  }

  /** What the step does, if that can be told without the files that it takes from elsewhere. */
  private Optional<Digest> digest(int index, FileInstruction instruction) {
    return instruction instanceof CopyInstruction copy && copy.from().isPresent()
        ? Optional.empty()
        : cache.orElseThrow().digest(index);
  }

  private CompletableFuture<Optional<ImageLayer>> use(
      int index, Optional<Digest> step, CachedLayer cached, FileInstruction instruction) {
    String text = historyText(instruction);
    cache.orElseThrow().use(index, step, StageCache.matter(instruction, layers.all()), cached);
    layers.addCached(cached.layer());
    // A layer's age is told by the clock, whatever time the images are to have.
    interpretation.record(
        text, Optional.of(session.isTimeFixed() ? session.now() : cached.created()));
    return CompletableFuture.completedFuture(Optional.of(cached.layer()));
  }

  /** Executes the step, unless what it would copy turns out to be cached. */
  private CompletableFuture<Optional<ImageLayer>> changeFiles(
      int index, FileInstruction instruction, Step step, LayerPolicy policy)
      throws InterruptedException {
    String text = historyText(instruction);
    Under under = under(instruction);
    Optional<Digest> digest = cache.flatMap(it -> it.digest(index));
    CompletableFuture<Optional<ImageLayer>> layer;
    if (instruction instanceof CopyInstruction copy && copy.from().isPresent()) {
      List<LayerEntry> entries = planOf(copy, under.files());
      if (cache.isPresent()) {
        Digest content = StageCache.digest(copy, interpretation.state(), entries);
        Optional<CachedLayer> same = cache.get().findByContent(copy, content, under.layers());
        if (same.isPresent()) {
          return use(index, Optional.of(content), same.get(), copy);
        }
        digest = Optional.of(content);
      }
      layer = policy.planned(entries);
    } else {
      layer = perform(instruction, step, policy, under.files());
    }
    Instant now = session.now();
    interpretation.replace(policy.record(interpretation.state(), text, now));
    if (cache.isPresent() && digest.isPresent()) {
      CompletableFuture<ImageLayer> written = layer.thenApply(Optional::orElseThrow);
      Instant executedAt = session.isTimeFixed() ? session.ports().clock().instant() : now;
      Executed executed = new Executed(instruction, written, executedAt, under.noted());
      cache.get().keep(index, digest.get(), under.layers(), executed);
    }
    return layer;
  }

  /**
   * What is under a step.
   *
   * @param noted notes what the step sees of the files; empty where nothing is cached, and for a
   *     command
   */
  private record Under(
      List<Future<ImageLayer>> layers, Optional<FilesBelow> noted, FileTree files) {}

  private Under under(FileInstruction instruction) {
    List<Future<ImageLayer>> below = layers.all();
    Optional<FilesBelow> noted =
        cache
            .filter(_ -> !(instruction instanceof RunInstruction))
            .map(it -> it.below(instruction, interpretation.state(), below));
    return new Under(below, noted, noted.map(FilesBelow::tree).orElseGet(root::tree));
  }

  private CompletableFuture<Optional<ImageLayer>> perform(
      FileInstruction instruction, Step step, LayerPolicy policy, FileTree below)
      throws InterruptedException {
    StageState state = interpretation.state();
    return switch (instruction) {
      case RunInstruction run ->
          policy.changed(runStep.run(run, state, root, step, this::mountSource));
      case CopyInstruction copy -> policy.planned(planOf(copy, below));
      case AddInstruction add -> policy.planned(fileSteps.add(add, state, below));
      case WorkdirInstruction _ ->
          policy.planned(fileSteps.workdir(state.workingDirectory(), state, below));
    };
  }

  private FileTree mountSource(RunInstruction run, String from, String target)
      throws InterruptedException {
    try {
      StageBase source = session.graph().mountSourceOf(run, from, target, stage);
      FileTree files = others.filesOf(source);
      return source instanceof StageBase.Files ? new OwnedByRoot(files) : files;
    } catch (RegistryFailure e) {
      throw MisspeltStage.explain(e, session.graph(), from, stage);
    }
  }

  private static String whereToLook(Instruction instruction) {
    return instruction instanceof CopyInstruction copy && copy.from().isPresent()
        ? "look at what " + copy.from().get() + " has in it; the path starts at its root"
        : "the build context has no such file, or the ignore file leaves it out";
  }

  private List<LayerEntry> planOf(CopyInstruction copy, FileTree below)
      throws InterruptedException {
    Optional<StageBase> source = copy.from().map(_ -> session.graph().sourceOf(copy, stage));
    try {
      return fileSteps.copy(copy, source, interpretation.state(), below);
    } catch (RegistryFailure e) {
      throw copy.from().isPresent()
          ? MisspeltStage.explain(e, session.graph(), copy.from().get(), stage)
          : e;
    }
  }

  private void finished(Step step, Duration took, Optional<ImageLayer> layer) {
    OptionalLong size = OptionalLong.empty();
    if (layer.isPresent()) {
      size = OptionalLong.of(layer.get().descriptor().size());
    }
    session.ports().listener().stepFinished(step, took, size);
  }

  private static String oneLine(String text) {
    return RepositoryLocation.withoutCredentials(text.strip().replaceAll("\\s*\\n\\s*", " "));
  }
}
