package dev.kaniko.application.cache;

import dev.kaniko.application.cache.CachedSteps.Place;
import dev.kaniko.application.cache.LayerLookups.StoredLayer;
import dev.kaniko.application.seen.SeenFiles;
import dev.kaniko.application.seen.SeenText;
import dev.kaniko.application.seen.SeenTree;
import dev.kaniko.domain.cache.CacheKey;
import dev.kaniko.domain.cache.CacheKeys;
import dev.kaniko.domain.cache.FilesDigest;
import dev.kaniko.domain.cache.StepDigest;
import dev.kaniko.domain.dockerfile.instruction.AddInstruction;
import dev.kaniko.domain.dockerfile.instruction.CopyInstruction;
import dev.kaniko.domain.dockerfile.instruction.Instruction.FileInstruction;
import dev.kaniko.domain.dockerfile.instruction.RunInstruction;
import dev.kaniko.domain.dockerfile.instruction.WorkdirInstruction;
import dev.kaniko.domain.filesystem.LayerEntry;
import dev.kaniko.domain.image.Digest;
import dev.kaniko.domain.source.Problem;
import dev.kaniko.domain.stage.StageState;
import dev.kaniko.ports.cache.CachedLayer;
import dev.kaniko.ports.cache.CachedStep;
import dev.kaniko.ports.failure.EnvironmentFailure;
import dev.kaniko.ports.layer.ImageLayer;
import dev.kaniko.ports.listener.BuildListener;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** The cached layers of one stage. Used by the thread that builds the stage. */
public final class StageCache {
  private final Caching caching;
  private final LayerLookups lookups;
  private final CacheKeys keys;
  private final int stage;
  private final Optional<StagePlan> plan;
  private final CachedRoot root;
  private final BuildListener listener;

  /**
   * @param stage its number
   * @param plan of the stage; empty when too little is known of it
   * @param root of the stage
   */
  public StageCache(
      Caching caching,
      LayerLookups lookups,
      CacheKeys keys,
      int stage,
      Optional<StagePlan> plan,
      CachedRoot root,
      BuildListener listener) {
    this.caching = caching;
    this.lookups = lookups;
    this.keys = keys;
    this.stage = stage;
    this.plan = plan;
    this.root = root;
    this.listener = listener;
  }

  /** What the step does, when that was known beforehand. */
  public Optional<Digest> digest(int index) {
    return step(index).map(it -> it.step().digest());
  }

  /** What a COPY from another stage or image does, once it is known what it takes. */
  public static Digest digest(CopyInstruction copy, StageState state, List<LayerEntry> entries) {
    try {
      return StepDigest.copy(copy, state, FilesDigest.of(entries)).digest();
    } catch (IOException e) {
      throw new EnvironmentFailure("a file to copy cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Makes a cached layer part of the stage's files.
   *
   * @param step what the step does, when that is known
   * @param below the layers that {@link #matter}, which may still be under way
   */
  public void use(
      int index, Optional<Digest> step, List<Future<ImageLayer>> below, CachedLayer cached) {
    root.add(cached.layer());
    note(
        index,
        () -> {
          Set<CacheKey> all = new LinkedHashSet<>(keysOf(index, step, below));
          if (step.isEmpty()) {
            // The key by content cannot be told here: it is the one under which the layer was kept.
            all.addAll(cached.keys());
          }
          return List.copyOf(all);
        },
        () -> cached);
  }

  /**
   * The files under a step that is not RUN. They need not be there, if the cache tells what such a
   * step sees of them.
   *
   * @param layers all under the step, which may still be under way
   */
  public FilesBelow below(
      FileInstruction instruction, StageState state, List<Future<ImageLayer>> layers) {
    Digest step = whateverItCopies(instruction, state);
    List<List<LayerEntry>> laid = root.laidLast();
    List<Future<ImageLayer>> underneath = layers.subList(0, layers.size() - laid.size());
    boolean overwritesFiles = !(instruction instanceof AddInstruction);
    SeenTree ground =
        new SeenTree(
            root.ground(), () -> seenBefore(underneath, step), overwritesFiles, () -> true);
    return new FilesBelow(step, ground, laid, overwritesFiles);
  }

  private static Digest whateverItCopies(FileInstruction instruction, StageState state) {
    Digest nothing = Digest.sha256("");
    return switch (instruction) {
      case CopyInstruction copy -> StepDigest.copy(copy, state, nothing).digest();
      case AddInstruction add -> StepDigest.add(add, state, nothing).digest();
      case WorkdirInstruction _ -> StepDigest.workdir(state).digest();
      case RunInstruction _ -> throw new IllegalArgumentException("a command sees all files");
    };
  }

  private SeenFiles seenBefore(List<Future<ImageLayer>> layers, Digest step) {
    boolean areKnown = layers.stream().allMatch(it -> it.state() == Future.State.SUCCESS);
    // What a note says cannot be verified without the files.
    if (caching.verify() || root.isMade() || !areKnown) {
      return new SeenFiles();
    }
    List<Digest> diffIds = layers.stream().map(it -> it.resultNow().diffId()).toList();
    return lookups.noteOf(keys.seen(diffIds, step)).flatMap(this::parsed).orElseGet(SeenFiles::new);
  }

  private Optional<SeenFiles> parsed(String note) {
    try {
      return Optional.of(SeenText.parse(note));
    } catch (IllegalArgumentException e) {
      listener.warn(Problem.general("a note in the cache is not used: " + e.getMessage()));
      return Optional.empty();
    }
  }

  /** The layer that a step of this definition has made. */
  public Optional<CachedLayer> find(int index, String command) throws InterruptedException {
    Optional<PlannedStep> step = step(index).filter(it -> it.found().isPresent());
    if (step.isEmpty()) {
      return Optional.empty();
    }
    listener.say("Checking for cached layer " + lookups.place(step.get().definition()) + "...");
    Optional<CachedLayer> found = await(step.get().found().orElseThrow());
    listener.say(
        found.isPresent()
            ? "Using caching version of cmd: " + command
            : "No cached layer found for cmd " + command);
    return found;
  }

  /**
   * The layer that such a step has made over the same layers, whatever made those. Not looked for
   * in a cache that has given nothing yet: all layers below would have to be waited for.
   *
   * @param step what it does
   * @param below the layers under it, which may still be under way
   */
  public Optional<CachedLayer> findByContent(
      FileInstruction instruction, Digest step, List<Future<ImageLayer>> below)
      throws InterruptedException {
    if (!caching.asksFor(instruction) || !(lookups.hasGiven() || instruction.standsAlone())) {
      return Optional.empty();
    }
    try {
      CacheKey key = keys.byContent(diffIds(matter(instruction, below)), step);
      Optional<CachedLayer> found = await(lookups.find(key));
      if (found.isPresent()) {
        listener.say("Using caching version of cmd: " + instruction.original());
      }
      return found;
    } catch (ExecutionException e) {
      // A layer below was not made: whoever waits for it hears why.
      listener.debug("not looked up: " + e.getCause());
      return Optional.empty();
    }
  }

  /**
   * Keeps the layer of a step that was executed.
   *
   * @param step what it does
   * @param below the layers under it, which may still be under way, as {@code layer} may
   */
  public void keep(int index, Digest step, List<Future<ImageLayer>> below, Executed executed) {
    if (!caching.covers(executed.instruction())) {
      return;
    }
    List<Future<ImageLayer>> matter = matter(executed.instruction(), below);
    Callable<List<CacheKey>> keys = () -> keysOf(index, Optional.of(step), matter);
    note(index, keys, executed::cached);
    if (caching.store()) {
      lookups.store(
          () -> {
            List<CacheKey> all = new ArrayList<>(keysOf(index, Optional.of(step), matter));
            Map<String, String> notes = new TreeMap<>();
            notesOf(executed, below)
                .forEach(
                    (key, note) -> {
                      all.add(key);
                      notes.put(key.tag(), note);
                    });
            return new StoredLayer(all, executed.cached().withNotes(notes));
          });
    }
  }

  private Map<CacheKey, String> notesOf(Executed executed, List<Future<ImageLayer>> below)
      throws InterruptedException, ExecutionException {
    return executed.below().isPresent()
        ? executed.below().get().notes(keys, diffIds(below))
        : Map.of();
  }

  /** For the cache of the whole build. */
  private void note(int index, Callable<List<CacheKey>> keys, Callable<CachedLayer> layer) {
    if (!caching.exports().isEmpty()) {
      lookups
          .steps()
          .note(
              new Place(stage, index),
              () -> new CachedStep(keys.call(), step(index).map(PlannedStep::below), layer.call()));
    }
  }

  /**
   * @param below the layers that matter to the step
   */
  private List<CacheKey> keysOf(int index, Optional<Digest> step, List<Future<ImageLayer>> below)
      throws InterruptedException, ExecutionException {
    List<CacheKey> all =
        new ArrayList<>(step(index).map(PlannedStep::definition).stream().toList());
    if (step.isPresent()) {
      all.add(keys.byContent(diffIds(below), step.get()));
    }
    return all;
  }

  /**
   * A step that was executed.
   *
   * @param created by the clock
   * @param below what it has seen; empty for a command
   */
  public record Executed(
      FileInstruction instruction,
      Future<ImageLayer> layer,
      Instant created,
      Optional<FilesBelow> below) {
    CachedLayer cached() throws InterruptedException, ExecutionException {
      return new CachedLayer(layer.get(), created);
    }
  }

  private Optional<PlannedStep> step(int index) {
    return plan.map(it -> it.steps().get(index));
  }

  /** Those of the layers below a step that its own depends on. */
  public static List<Future<ImageLayer>> matter(
      FileInstruction instruction, List<Future<ImageLayer>> below) {
    return instruction.standsAlone() ? List.of() : below;
  }

  private static List<Digest> diffIds(List<Future<ImageLayer>> layers)
      throws InterruptedException, ExecutionException {
    List<Digest> diffIds = new ArrayList<>();
    for (Future<ImageLayer> layer : layers) {
      diffIds.add(layer.get().diffId());
    }
    return diffIds;
  }

  private static Optional<CachedLayer> await(Future<Optional<CachedLayer>> found)
      throws InterruptedException {
    try {
      return found.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }
}
