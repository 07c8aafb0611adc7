package dev.kaniko.application.stage;

import dev.kaniko.application.cache.CachedRoot;
import dev.kaniko.application.cache.Caching;
import dev.kaniko.application.cache.LayerLookups;
import dev.kaniko.application.cache.PlannedStep;
import dev.kaniko.application.cache.StageCache;
import dev.kaniko.application.cache.StagePlan;
import dev.kaniko.application.plan.Interpretation;
import dev.kaniko.application.plan.StageBase;
import dev.kaniko.application.plan.StageBase.BaseImage;
import dev.kaniko.application.plan.StageBase.EarlierStage;
import dev.kaniko.application.plan.StageBase.Scratch;
import dev.kaniko.domain.cache.CacheKey;
import dev.kaniko.domain.cache.CacheKeys;
import dev.kaniko.domain.cache.FilesDigest;
import dev.kaniko.domain.cache.StepDigest;
import dev.kaniko.domain.cache.StepInputs;
import dev.kaniko.domain.copy.CopyRefused;
import dev.kaniko.domain.dockerfile.Stage;
import dev.kaniko.domain.dockerfile.instruction.AddInstruction;
import dev.kaniko.domain.dockerfile.instruction.CopyInstruction;
import dev.kaniko.domain.dockerfile.instruction.Instruction;
import dev.kaniko.domain.dockerfile.instruction.Instruction.FileInstruction;
import dev.kaniko.domain.dockerfile.instruction.RunInstruction;
import dev.kaniko.domain.dockerfile.instruction.WorkdirInstruction;
import dev.kaniko.domain.dockerfile.mount.RunMount;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.filesystem.FileTree;
import dev.kaniko.domain.filesystem.PathResolver;
import dev.kaniko.domain.image.Digest;
import dev.kaniko.domain.source.InvalidDockerfile;
import dev.kaniko.domain.source.Problem;
import dev.kaniko.domain.stage.StageState;
import dev.kaniko.ports.cache.CachedLayer;
import dev.kaniko.ports.failure.BuildFailure;
import dev.kaniko.ports.failure.EnvironmentFailure;
import dev.kaniko.ports.failure.UserMistakes;
import dev.kaniko.ports.registry.ResolvedImage;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/**
 * Looks at the stages before any of them is built: gives each step its key, looks all layers up at
 * once, and tells which stages are needed then. What cannot be known beforehand, for a mistake
 * above all, is left for the building to find out.
 */
final class StagePlans {
  private static final Digest NOTHING = Digest.sha256("");

  private final BuildSession session;
  private final StageStarts starts;
  private final FileSteps files;
  private final Caching caching;
  private final LayerLookups lookups;
  private final CacheKeys keys;
  private final Map<Integer, Optional<StagePlan>> plans = new HashMap<>();
  private final Map<Integer, BuildFailure> failures = new TreeMap<>();

  StagePlans(
      BuildSession session,
      StageStarts starts,
      FileSteps files,
      Caching caching,
      LayerLookups lookups) {
    this.session = session;
    this.starts = starts;
    this.files = files;
    this.caching = caching;
    this.lookups = lookups;
    this.keys =
        new CacheKeys(
            session.request().compression().name(),
            session.request().level(),
            session.arguments().sourceDate().or(session::latestTime).map(Instant::toString),
            session.request().ignoredPaths().stream().map(FilePath::bytes).toList());
  }

  StageCache cacheOf(int index, CachedRoot root) throws InterruptedException {
    return new StageCache(
        caching, lookups, keys, index, planOf(index), root, session.ports().listener());
  }

  /**
   * The stages that {@code target} cannot be built without, as the cache is: those whose files are
   * only copied in steps that it has are not needed.
   */
  SortedSet<Integer> needed(Stage target) throws InterruptedException {
    SortedSet<Integer> needed = new TreeSet<>();
    Deque<Stage> open = new ArrayDeque<>(List.of(target));
    while (!open.isEmpty()) {
      Stage stage = open.removeFirst();
      if (!needed.add(stage.index())) {
        continue;
      }
      add(session.graph().baseOf(stage), open);
      Optional<StagePlan> plan = planOf(stage.index());
      List<Instruction> instructions =
          plan.map(StagePlan::instructions).orElse(stage.instructions());
      for (int i = 0; i < instructions.size(); i++) {
        if (!isCached(plan, i)) {
          session
              .graph()
              .sourcesOf(instructions.get(i), stage)
              .forEach(source -> add(source, open));
        }
      }
    }
    return needed;
  }

  private void add(StageBase base, Deque<Stage> open) {
    if (base instanceof EarlierStage(int index)) {
      open.add(session.request().dockerfile().stages().get(index));
    }
  }

  private static boolean isCached(Optional<StagePlan> plan, int index) throws InterruptedException {
    Optional<Future<Optional<CachedLayer>>> found =
        plan.map(it -> it.steps().get(index)).flatMap(PlannedStep::found);
    if (found.isEmpty()) {
      return false;
    }
    try {
      return found.get().get().isPresent();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  /** What was planned of each stage that was looked at, by its label. */
  synchronized SortedMap<String, StagePlan> all() {
    SortedMap<String, StagePlan> all = new TreeMap<>();
    plans.forEach(
        (index, plan) ->
            plan.ifPresent(
                it -> all.put(session.request().dockerfile().stages().get(index).label(), it)));
    return all;
  }

  /** Notes the steps that were found in stages that were not built. */
  synchronized void noteFound() throws InterruptedException {
    for (var plan : plans.entrySet()) {
      if (plan.getValue().isPresent()) {
        for (var step : plan.getValue().get().steps().entrySet()) {
          if (isCached(plan.getValue(), step.getKey())) {
            lookups.noteFound(plan.getKey(), step.getKey(), step.getValue());
          }
        }
      }
    }
  }

  /**
   * @throws BuildFailure why the first of the stages that were looked at cannot be built, if that
   *     is known
   */
  synchronized void requireNoFailure() {
    failures.values().stream()
        .findFirst()
        .ifPresent(
            failure -> {
              throw failure;
            });
  }

  /** The same by the stages' numbers. */
  synchronized SortedMap<Integer, StagePlan> byNumber() {
    SortedMap<Integer, StagePlan> all = new TreeMap<>();
    plans.forEach((index, plan) -> plan.ifPresent(it -> all.put(index, it)));
    return all;
  }

  private synchronized Optional<StagePlan> planOf(int index) throws InterruptedException {
    Optional<StagePlan> known = plans.get(index);
    if (known == null) {
      known = plan(session.request().dockerfile().stages().get(index));
      plans.put(index, known);
    }
    return known;
  }

  private record Start(CacheKey key, StageState state, List<Instruction> instructions) {}

  private Optional<StagePlan> plan(Stage stage) throws InterruptedException {
    try {
      Optional<Start> start = startOf(stage);
      return start.isPresent()
          ? Optional.of(new StagePlanning(stage, start.get()).plan())
          : Optional.empty();
    } catch (BuildFailure | InvalidDockerfile e) {
      session.ports().listener().debug("not planned: " + stage.label() + ": " + e.getMessage());
      failures.putIfAbsent(
          stage.index(),
          switch (e) {
            case BuildFailure failure -> failure;
            case InvalidDockerfile invalid -> new UserMistakes(invalid.problems());
            default -> throw e;
          });
      return Optional.empty();
    }
  }

  private Optional<Start> startOf(Stage stage) throws InterruptedException {
    return switch (session.graph().baseOf(stage)) {
      case Scratch _ ->
          Optional.of(
              new Start(
                  CacheKeys.scratch(session.request().platform()),
                  StageState.scratch(session.request().platform()),
                  stage.instructions()));
      case StageBase.Files _ -> Optional.empty();
      case EarlierStage(int index) -> planOf(index).flatMap(earlier -> after(earlier, stage));
      case BaseImage image -> {
        ResolvedImage resolved = image.resolve(session.ports().registry());
        yield Optional.of(
            new Start(
                CacheKeys.base(resolved.manifest().digest()),
                StageState.fromImage(resolved.config()),
                starts.withTriggers(stage, resolved.config())));
      }
    };
  }

  private Optional<Start> after(StagePlan earlier, Stage stage) {
    return earlier
        .last()
        .map(
            key ->
                new Start(
                    key,
                    StageState.fromStage(earlier.end()),
                    starts.withTriggers(stage, earlier.end().image())));
  }

  /** The planning of one stage. */
  private final class StagePlanning {
    private final Stage stage;
    private final Start start;
    private final Interpretation interpretation;
    private final Map<Integer, PlannedStep> steps = new HashMap<>();
    private Optional<CacheKey> below;

    StagePlanning(Stage stage, Start start) {
      this.stage = stage;
      this.start = start;
      this.interpretation =
          new Interpretation(
              session.request().dockerfile().escape(), session.arguments(), start.state());
      this.below = Optional.of(start.key());
    }

    StagePlan plan() throws InterruptedException {
      for (int i = 0; i < start.instructions().size(); i++) {
        Optional<FileInstruction> file = interpretation.take(start.instructions().get(i));
        if (file.isPresent() && makesLayer(file.get())) {
          step(i, file.get());
        }
      }
      return new StagePlan(start.instructions(), steps, interpretation.state(), below);
    }

    private boolean makesLayer(FileInstruction instruction) {
      return !(instruction instanceof WorkdirInstruction workdir)
          || !interpretation.enter(workdir).isRoot();
    }

    private void step(int index, FileInstruction instruction) throws InterruptedException {
      if (below.isEmpty()) {
        return;
      }
      Optional<StepInputs> step = inputsOf(instruction);
      CacheKey under = below.get();
      below = step.map(it -> keys.byDefinition(under, it.digest()));
      CacheKey matters = instruction.standsAlone() ? CacheKeys.anything() : under;
      step.ifPresent(it -> steps.put(index, planned(matters, it, caching.asksFor(instruction))));
    }

    private PlannedStep planned(CacheKey under, StepInputs step, boolean isAsked) {
      CacheKey definition = keys.byDefinition(under, step.digest());
      return new PlannedStep(
          under,
          definition,
          step,
          isAsked ? Optional.of(lookups.find(definition)) : Optional.empty());
    }

    private Optional<StepInputs> inputsOf(FileInstruction instruction) throws InterruptedException {
      StageState state = interpretation.state();
      try {
        return switch (instruction) {
          case RunInstruction run ->
              mounted(run).map(mounted -> StepDigest.run(run, state, mounted));
          case WorkdirInstruction _ -> Optional.of(StepDigest.workdir(state));
          case AddInstruction add ->
              Optional.of(StepDigest.add(add, state, inputs(add, Optional.empty())));
          case CopyInstruction copy when copy.from().isPresent() ->
              sourceOf(copy, session.graph().sourceOf(copy, stage))
                  .map(source -> StepDigest.copy(copy, state, source));
          case CopyInstruction copy ->
              Optional.of(StepDigest.copy(copy, state, inputs(copy, Optional.empty())));
        };
      } catch (CopyRefused | PathResolver.TooManyLinks e) {
        session.ports().listener().debug("not planned: " + e.getMessage());
        Problem problem = Problem.at(instruction.position(), e.getMessage());
        failures.putIfAbsent(stage.index(), new UserMistakes(problem));
        return Optional.empty();
      } catch (IOException e) {
        throw new EnvironmentFailure("a file to copy cannot be read: " + e.getMessage(), e);
      }
    }

    private Digest inputs(FileInstruction instruction, Optional<StageBase> source)
        throws IOException, InterruptedException {
      return FilesDigest.of(files.inputs(instruction, source, interpretation.state()));
    }

    /** What names the files that a COPY takes from elsewhere. */
    private Optional<Digest> sourceOf(CopyInstruction copy, StageBase source)
        throws IOException, InterruptedException {
      return source instanceof StageBase.Files
          ? Optional.of(inputs(copy, Optional.of(source)))
          : nameOf(source);
    }

    /** What names the files of a stage or image, without looking at them. */
    private Optional<Digest> nameOf(StageBase source) throws InterruptedException {
      return switch (source) {
        case Scratch _ -> Optional.of(CacheKeys.scratch(session.request().platform()).digest());
        case StageBase.Files _ -> Optional.empty();
        case EarlierStage(int index) ->
            planOf(index).flatMap(StagePlan::last).map(CacheKey::digest);
        case BaseImage image ->
            Optional.of(image.resolve(session.ports().registry()).manifest().digest());
      };
    }

    /** What the mounts of a command show it; empty when that cannot be known yet. */
    private Optional<List<Digest>> mounted(RunInstruction run)
        throws IOException, InterruptedException {
      List<Digest> all = new ArrayList<>();
      for (RunMount mount : run.parsedMounts()) {
        Optional<Digest> shown =
            switch (mount) {
              case RunMount.Bind bind -> shown(run, bind);
              case RunMount.Cache cache when cache.from().isPresent() ->
                  named(run, cache.from().get(), cache.target(), cache.source());
              // What a cache mount, a secret or an agent gives is not what a layer depends on.
              case RunMount.Cache _, RunMount.Tmpfs _, RunMount.Secret _, RunMount.Ssh _ ->
                  Optional.of(NOTHING);
            };
        if (shown.isEmpty()) {
          return Optional.empty();
        }
        all.add(shown.get());
      }
      return Optional.of(all);
    }

    private Optional<Digest> shown(RunInstruction run, RunMount.Bind bind)
        throws IOException, InterruptedException {
      return bind.from().isPresent()
          ? named(run, bind.from().get(), bind.target(), bind.source())
          : Optional.of(FilesDigest.of(files.at(session.request().context(), bind.source())));
    }

    private Optional<Digest> named(RunInstruction run, String from, String target, String path)
        throws IOException, InterruptedException {
      StageBase source = session.graph().mountSourceOf(run, from, target, stage);
      return source instanceof StageBase.Files(String _, FileTree tree)
          ? Optional.of(FilesDigest.of(files.at(tree, path)))
          : nameOf(source);
    }
  }
}
