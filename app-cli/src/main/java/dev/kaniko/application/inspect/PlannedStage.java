package dev.kaniko.application.inspect;

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
   */
  public record Step(int line, String text, Effect effect) {}

  /** What an instruction would do. */
  public enum Effect {
    /** Runs a command, and makes a layer of what that changes. */
    RUN,
    /** Makes a layer of files. */
    FILES,
    /** Changes the image's config, or declares an argument. */
    CONFIG
  }

  /** The base, then what files are taken from. */
  public Stream<PlannedSource> sources() {
    return Stream.concat(base.stream(), takenFrom.stream());
  }
}
