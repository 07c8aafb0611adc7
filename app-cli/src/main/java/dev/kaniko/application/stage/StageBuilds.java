package dev.kaniko.application.stage;

import dev.kaniko.application.BuildPorts;
import dev.kaniko.application.BuildRequest;
import dev.kaniko.application.cache.CachedRoot;
import dev.kaniko.application.cache.LayerLookups;
import dev.kaniko.application.cache.StageCache;
import dev.kaniko.application.cache.StagePlan;
import dev.kaniko.application.plan.BuildArguments;
import dev.kaniko.application.plan.StageBase;
import dev.kaniko.application.plan.StageBase.BaseImage;
import dev.kaniko.application.plan.StageBase.EarlierStage;
import dev.kaniko.application.plan.StageBase.Scratch;
import dev.kaniko.application.plan.StageGraph;
import dev.kaniko.domain.dockerfile.Stage;
import dev.kaniko.domain.filesystem.FileTree;
import dev.kaniko.ports.cache.CachedStep;
import dev.kaniko.ports.failure.BuildFailure;
import dev.kaniko.ports.layer.ImageLayer;
import dev.kaniko.ports.registry.ResolvedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Builds the stages that a target needs, each once. Where the roots allow it they are built side by
 * side, each waiting for what it takes from another; otherwise one after another, when asked for.
 */
public final class StageBuilds implements StageResults, AutoCloseable {
  /** How long the threads get to clean up after an interruption. */
  private static final int SECONDS_TO_END = 10;

  private final BuildSession session;
  private final StageGraph graph;
  private final StageStarts starts;
  private final SortedSet<Integer> exported;
  private final Map<Integer, FutureTask<BuiltStage>> tasks = new ConcurrentHashMap<>();
  private final ExecutorService stageThreads;
  private final ExecutorService layerThread;
  private final Optional<LayerLookups> lookups;
  private final Optional<StagePlans> plans;
  private final SharedStages shared;

  /**
   * @param target the stage that the image is made of
   * @param shared what was built for other platforms
   */
  public StageBuilds(
      BuildRequest request,
      BuildPorts ports,
      BuildArguments arguments,
      StageGraph graph,
      Stage target,
      SharedStages shared) {
    this.shared = shared;
    this.session = new BuildSession(request, ports, graph, arguments, new OpenArchives());
    this.graph = graph;
    this.exported = chainBelow(target);
    this.starts = new StageStarts(session, this);
    ThreadFactory stages = Thread.ofPlatform().name("stage-", 1).factory();
    this.stageThreads = Executors.newCachedThreadPool(stages);
    this.layerThread =
        Executors.newSingleThreadExecutor(Thread.ofPlatform().name("layers").factory());
    this.lookups = ports.caching().map(caching -> new LayerLookups(caching, ports.listener()));
    this.plans =
        lookups.map(
            it ->
                new StagePlans(
                    session, starts, new FileSteps(session, this), ports.caching().get(), it));
  }

  /** The stages whose layers are in the target's image: itself and those it stands on. */
  private SortedSet<Integer> chainBelow(Stage target) {
    SortedSet<Integer> chain = new TreeSet<>();
    chain.add(target.index());
    StageBase base = graph.baseOf(target);
    while (base instanceof EarlierStage(int index)) {
      chain.add(index);
      base = graph.baseOf(session.request().dockerfile().stages().get(index));
    }
    return chain;
  }

  /**
   * The numbers of the stages that {@code target} needs. Nothing is built by asking.
   *
   * @param possible those that are needed when nothing is cached
   */
  public SortedSet<Integer> needed(Stage target, SortedSet<Integer> possible)
      throws InterruptedException {
    return plans.isPresent() ? plans.get().needed(target) : possible;
  }

  /**
   * What was planned of the stages that {@link #needed} has looked at, by their numbers.
   *
   * @throws BuildFailure when one of them is known to fail
   */
  public SortedMap<Integer, StagePlan> planned() {
    plans.ifPresent(StagePlans::requireNoFailure);
    return plans.map(StagePlans::byNumber).orElseGet(TreeMap::new);
  }

  /**
   * Builds {@code target} and all it needs.
   *
   * @param needed see {@link #needed}
   */
  public BuiltStage build(Stage target, SortedSet<Integer> needed) throws InterruptedException {
    explain();
    if (session.ports().roots().allowsParallelStages()) {
      CompletionService<BuiltStage> running = new ExecutorCompletionService<>(stageThreads);
      needed.forEach(index -> running.submit(() -> resultOf(index)));
      // In the order in which they end, so that the first failure ends the build.
      for (int i = 0; i < needed.size(); i++) {
        await(running.take());
      }
    } else {
      for (int index : needed) {
        resultOf(index);
      }
    }
    return resultOf(target.index());
  }

  private void explain() throws InterruptedException {
    if (plans.isPresent() && session.ports().caching().get().explain()) {
      new CacheExplanation(session, lookups.get()).explain(plans.get().all());
    }
  }

  private FutureTask<BuiltStage> task(int index) {
    return tasks.computeIfAbsent(index, i -> new FutureTask<>(() -> build(i)));
  }

  private BuiltStage build(int index) throws InterruptedException {
    Stage stage = session.request().dockerfile().stages().get(index);
    Optional<BuiltStage> before = shared.find(stage, session, exported.contains(index));
    if (before.isPresent()) {
      return before.get();
    }
    BuiltStage built = build(stage);
    shared.add(stage, session, exported.contains(index), built);
    return built;
  }

  private BuiltStage build(Stage stage) throws InterruptedException {
    int index = stage.index();
    StageStart start = starts.startOf(stage);
    StageLayers layers =
        new StageLayers(
            session, layerThread, start.format(), exported.contains(index), start.baseLayers());
    Optional<StageCache> cache =
        plans.isPresent() && start.root() instanceof CachedRoot root
            ? Optional.of(plans.get().cacheOf(index, root))
            : Optional.empty();
    return new StageBuilder(stage, start, layers, session, this, cache).build();
  }

  /** Builds the stage here and now if nobody has begun to. */
  @Override
  public BuiltStage resultOf(int index) throws InterruptedException {
    FutureTask<BuiltStage> task = task(index);
    task.run();
    return await(task);
  }

  @Override
  public FileTree filesOf(StageBase source) throws InterruptedException {
    return switch (source) {
      case Scratch _ -> session.ports().roots().fromLayers(List.of()).tree();
      case EarlierStage(int index) -> resultOf(index).root().tree();
      case StageBase.Files(String _, FileTree files) -> files;
      case BaseImage image -> {
        ResolvedImage resolved = image.resolve(session.ports().registry());
        yield session.ports().roots().fromLayers(resolved.layers()).tree();
      }
    };
  }

  /** The layers of a built stage, once all are written. */
  public static List<ImageLayer> layersOf(BuiltStage stage) throws InterruptedException {
    List<ImageLayer> layers = new ArrayList<>();
    for (Future<ImageLayer> layer : stage.layers()) {
      layers.add(await(layer));
    }
    return layers;
  }

  private static <T> T await(Future<T> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case BuildFailure failure -> throw failure;
        case RuntimeException unexpected -> throw unexpected;
        case Error error -> throw error;
        case InterruptedException interrupted -> throw interrupted;
        case null, default -> throw new IllegalStateException(e.getCause());
      }
    } catch (CancellationException e) {
      throw new InterruptedException("cancelled");
    }
  }

  @Override
  public void cacheHasDisappointed() {
    lookups.ifPresent(LayerLookups::disappointed);
  }

  /** Whether a build that has failed could succeed without the cache. */
  public boolean failedForTheCache() {
    return lookups.isPresent() && lookups.get().hasDisappointed();
  }

  /** Waits until all layers are kept that are to be cached. */
  public void awaitCache() throws InterruptedException {
    if (lookups.isPresent()) {
      lookups.get().awaitStores();
    }
  }

  /** The steps whose layers are known; none when no cache is written as a whole. */
  public List<CachedStep> cachedSteps() throws InterruptedException {
    if (lookups.isEmpty() || session.ports().caching().get().exports().isEmpty()) {
      return List.of();
    }
    plans.get().noteFound();
    return lookups.get().steps().all();
  }

  /** Ends every stage that is still being built, and waits for that. */
  @Override
  public void close() {
    lookups.ifPresent(LayerLookups::close);
    stageThreads.shutdownNow();
    layerThread.shutdownNow();
    boolean interrupted = false;
    try {
      stageThreads.awaitTermination(SECONDS_TO_END, TimeUnit.SECONDS);
      layerThread.awaitTermination(SECONDS_TO_END, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    session.openArchives().close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
