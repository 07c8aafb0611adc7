package dev.kaniko.application.cache;

import dev.kaniko.domain.cache.CacheKey;
import dev.kaniko.domain.source.Problem;
import dev.kaniko.ports.cache.CachedLayer;
import dev.kaniko.ports.cache.CachedStep;
import dev.kaniko.ports.cache.LayerCache;
import dev.kaniko.ports.failure.BuildFailure;
import dev.kaniko.ports.failure.RegistryFailure;
import dev.kaniko.ports.layer.ImageLayer;
import dev.kaniko.ports.listener.BuildListener;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The cache as one build uses it: some lookups at once, and no failure of the cache is one of the
 * build. The first is told.
 */
public final class LayerLookups implements AutoCloseable {
  /** A registry may take more requests at once for an attack. */
  private static final int AT_ONCE = 16;

  private final LayerCache cache;
  private final Caching caching;
  private final BuildListener listener;
  private final Semaphore requests = new Semaphore(AT_ONCE);
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("cache-", 1).factory());
  private final CachedSteps steps = new CachedSteps();
  private final Queue<Future<?>> stores = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean hasGiven = new AtomicBoolean();
  private final AtomicBoolean hasFailed = new AtomicBoolean();
  private final AtomicBoolean unreachable = new AtomicBoolean();
  private final AtomicBoolean hasDisappointed = new AtomicBoolean();

  public LayerLookups(Caching caching, BuildListener listener) {
    this.cache = caching.cache();
    this.caching = caching;
    this.listener = listener;
  }

  /** The steps whose layers were made or found, when the cache is written as a whole. */
  public CachedSteps steps() {
    return steps;
  }

  /** Notes a step whose layer was found and not used, unless it is noted already. */
  public void noteFound(int stage, int index, PlannedStep step) {
    steps.note(
        new CachedSteps.Place(stage, index),
        () -> {
          CachedLayer layer = step.found().orElseThrow().get().orElseThrow();
          Set<CacheKey> keys = new LinkedHashSet<>(List.of(step.definition()));
          keys.addAll(layer.keys());
          return new CachedStep(List.copyOf(keys), Optional.of(step.below()), layer);
        });
  }

  /** Looks a layer up in the background; nothing is found when the cache cannot be asked. */
  public Future<Optional<CachedLayer>> find(CacheKey key) {
    return threads.submit(
        () -> {
          requests.acquire();
          try {
            Optional<CachedLayer> found = cache.find(key).filter(this::isRight).map(this::watched);
            if (found.isPresent()) {
              hasGiven.set(true);
            }
            return found;
          } catch (BuildFailure e) {
            warn("a cached layer cannot be looked up: ", e);
            return Optional.empty();
          } finally {
            requests.release();
          }
        });
  }

  /** What a layer that the cache has under a key is accompanied by under that name. */
  Optional<String> noteOf(CacheKey key) {
    try {
      return cache.find(key).map(it -> it.notes().get(key.tag()));
    } catch (BuildFailure e) {
      warn("a note cannot be looked up: ", e);
      return Optional.empty();
    }
  }

  /** Reads the layer, if it is to be verified: a wrong one is as good as none. */
  private boolean isRight(CachedLayer found) {
    if (!caching.verify()) {
      return true;
    }
    try {
      caching.reader().read(found.layer());
      return true;
    } catch (BuildFailure e) {
      listener.warn(
          Problem.general(
              "the cached layer "
                  + found.layer().descriptor().digest()
                  + " is not used: "
                  + e.getMessage()));
      return false;
    }
  }

  private CachedLayer watched(CachedLayer found) {
    ImageLayer layer = found.layer();
    return found.withLayer(
        new ImageLayer(
            layer.descriptor(),
            layer.diffId(),
            new CachedBlob(layer.content(), () -> hasDisappointed.set(true))));
  }

  /** A layer that was found turned out to be damaged, or gone. */
  public void disappointed() {
    hasDisappointed.set(true);
  }

  /** Whether a build that has failed could succeed without the cache. */
  public boolean hasDisappointed() {
    return hasDisappointed.get();
  }

  String place(CacheKey key) {
    return cache.place(key);
  }

  /** Whether the cache has given anything yet: when not, it is probably empty. */
  boolean hasGiven() {
    return hasGiven.get();
  }

  /** What is to be kept, once it is made. */
  @FunctionalInterface
  interface Kept {
    /** Waits until the layer is there; its keys come with it. */
    StoredLayer await() throws InterruptedException, ExecutionException;
  }

  record StoredLayer(List<CacheKey> keys, CachedLayer layer) {}

  /** Keeps a layer that {@code made} gives, and that is no step's. */
  public void note(CacheKey key, Callable<CachedLayer> made) {
    if (!caching.exports().isEmpty()) {
      steps.note(
          CachedSteps.Place.LAST,
          () -> new CachedStep(List.of(key), Optional.empty(), made.call()));
    }
    if (!caching.store()) {
      return;
    }
    store(
        () -> {
          try {
            return new StoredLayer(List.of(key), made.call());
          } catch (BuildFailure e) {
            throw e;
          } catch (Exception e) {
            throw new ExecutionException(e);
          }
        });
  }

  /** Keeps a layer in the background; a cache that could not be reached is not tried again. */
  void store(Kept kept) {
    stores.add(
        threads.submit(
            () -> {
              try {
                StoredLayer stored = kept.await();
                if (unreachable.get()) {
                  return null;
                }
                listener.say(
                    "Pushing layer " + cache.place(stored.keys().getFirst()) + " to cache now");
                requests.acquire();
                try {
                  cache.store(stored.keys(), stored.layer());
                } finally {
                  requests.release();
                }
              } catch (BuildFailure e) {
                warn("a layer cannot be kept in the cache: ", e);
              } catch (ExecutionException e) {
                // The layer was not made: whoever waits for it hears why.
                listener.debug("not cached: " + e.getCause());
              }
              return null;
            }));
  }

  /** Waits until everything is kept that is to be. */
  public void awaitStores() throws InterruptedException {
    for (Future<?> store : new ArrayList<>(stores)) {
      try {
        store.get();
      } catch (ExecutionException e) {
        throw new IllegalStateException(e.getCause());
      }
    }
  }

  private void warn(String what, BuildFailure failure) {
    if (failure instanceof RegistryFailure answer && answer.status().isEmpty()) {
      unreachable.set(true);
    }
    if (hasFailed.compareAndSet(false, true)) {
      listener.warn(Problem.general(what + failure.getMessage()));
    } else {
      listener.debug(what + failure.getMessage());
    }
  }

  /** Gives up what is still under way. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
