package dev.kaniko.application.inspect;

import dev.kaniko.domain.cache.CacheKey;
import dev.kaniko.domain.dockerfile.Stage;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A stage of the file.
 *
 * @param needed whether it would be built; what is known of one that would not is what is written
 * @param base what it starts from; empty when it would not be built
 * @param takenFrom what COPY and RUN --mount take files from, besides the build context
 * @param steps its instructions in their order
 */
public record PlannedStage(
    Stage stage,
    boolean needed,
    Optional<PlannedSource> base,
    List<PlannedSource> takenFrom,
    List<Step> steps) {
  public PlannedStage {
    takenFrom = List.copyOf(takenFrom);
    steps = List.copyOf(steps);
  }

  /**
   * An instruction.
   *
   * @param line of the file, its first
   * @param text as written, on one line
   * @param layer what is known of its layer; empty when it makes none, or nothing was asked
   */
  public record Step(int line, String text, Effect effect, Optional<CachedAs> layer) {
    Step(int line, String text, Effect effect) {
      this(line, text, effect, Optional.empty());
    }
  }

  /**
   * A layer in the cache's words.
   *
   * @param key under which a cache would have it; empty when that depends on what a build makes
   * @param found whether the cache has it; empty when it is not asked for such layers
   */
  public record CachedAs(Optional<CacheKey> key, Optional<Boolean> found) {}

  /** What an instruction would do. */
  public enum Effect {
    /** Runs a command, and makes a layer of what that changes. */
    RUN,
    /** Makes a layer of files. */
    FILES,
    /** Changes the image's config, or declares an argument. */
    CONFIG
  }

  /** The same with what the cache says of it. */
  public PlannedStage with(boolean nowNeeded, List<Step> newSteps) {
    return new PlannedStage(stage, nowNeeded, base, takenFrom, newSteps);
  }

  /** The base, then what files are taken from. */
  public Stream<PlannedSource> sources() {
    return Stream.concat(base.stream(), takenFrom.stream());
  }
}
