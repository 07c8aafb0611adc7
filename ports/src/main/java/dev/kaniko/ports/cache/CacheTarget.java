package dev.kaniko.ports.cache;

import java.util.List;

/** Takes the cache of a whole build in one piece, when the build has succeeded. */
public interface CacheTarget {

  /** Where it is: for people. */
  String name();

  /**
   * Asks, before anything is built, whether it can be written, as far as that is known then.
   *
   * @throws dev.kaniko.ports.failure.BuildFailure when it cannot
   */
  void check();

  /**
   * Replaces what was there by these steps. Layers that are there already are not moved.
   *
   * @throws dev.kaniko.ports.failure.BuildFailure when it cannot be written; what was there before
   *     is there still
   */
  void write(List<CachedStep> steps);
}
