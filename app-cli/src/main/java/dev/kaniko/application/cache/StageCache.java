package dev.kaniko.application.cache;

import dev.kaniko.application.cache.CachedSteps.Place;
import dev.kaniko.application.cache.LayerLookups.StoredLayer;
import dev.kaniko.domain.cache.CacheKey;
import dev.kaniko.domain.cache.CacheKeys;
import dev.kaniko.domain.cache.FilesDigest;
import dev.kaniko.domain.cache.StepDigest;
import dev.kaniko.domain.dockerfile.instruction.CopyInstruction;
import dev.kaniko.domain.dockerfile.instruction.Instruction.FileInstruction;
import dev.kaniko.domain.filesystem.LayerEntry;
import dev.kaniko.domain.image.Digest;
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
import java.util.Optional;
import java.util.Set;
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
   * @param below the layers under it, which may still be under way
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
    if (!caching.asksFor(instruction) || !lookups.hasGiven()) {
      return Optional.empty();
    }
    try {
      CacheKey key = keys.byContent(diffIds(below), step);
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
    Callable<List<CacheKey>> keys = () -> keysOf(index, Optional.of(step), below);
    note(index, keys, executed::cached);
    if (caching.store()) {
      lookups.store(
          () -> new StoredLayer(keysOf(index, Optional.of(step), below), executed.cached()));
    }
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
   * @param created as the history says it
   */
  public record Executed(FileInstruction instruction, Future<ImageLayer> layer, Instant created) {
    CachedLayer cached() throws InterruptedException, ExecutionException {
      return new CachedLayer(layer.get(), created);
    }
  }

  private Optional<PlannedStep> step(int index) {
    return plan.map(it -> it.steps().get(index));
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
