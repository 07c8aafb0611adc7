package dev.kaniko.application.cache;

import dev.kaniko.ports.cache.CachedStep;
import dev.kaniko.ports.failure.BuildFailure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;

/** The steps of a build whose layers are known, made or found. May be used by several threads. */
public final class CachedSteps {
  private final SortedMap<Place, Callable<CachedStep>> steps = new ConcurrentSkipListMap<>();

  /**
   * Where a step is in the Dockerfile. What stands on another comes after it.
   *
   * @param stage the stage's number
   * @param index among the stage's instructions
   */
  record Place(int stage, int index) implements Comparable<Place> {
    /** For a layer that is no step's. */
    static final Place LAST = new Place(Integer.MAX_VALUE, 0);

    private static final Comparator<Place> ORDER =
        Comparator.comparingInt(Place::stage).thenComparingInt(Place::index);

    @Override
    public int compareTo(Place other) {
      return ORDER.compare(this, other);
    }
  }

  /**
   * Adds a step, unless it is there.
   *
   * @param step may wait for the layer
   */
  void note(Place place, Callable<CachedStep> step) {
    steps.putIfAbsent(place, step);
  }

  /**
   * All steps in the order of the Dockerfile, once their layers are written.
   *
   * @throws BuildFailure when a layer could not be made
   */
  public List<CachedStep> all() throws InterruptedException {
    List<CachedStep> all = new ArrayList<>();
    for (Callable<CachedStep> step : steps.values()) {
      try {
        all.add(step.call());
      } catch (InterruptedException | RuntimeException e) {
        throw e;
      } catch (ExecutionException e) {
        throw e.getCause() instanceof BuildFailure failure
            ? failure
            : new IllegalStateException(e.getCause());
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
    return all;
  }
}
