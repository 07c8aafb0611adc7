package dev.kaniko.application.plan;

import dev.kaniko.domain.dockerfile.instruction.ArgInstruction;
import dev.kaniko.domain.dockerfile.instruction.Instruction;
import dev.kaniko.domain.dockerfile.instruction.Instruction.ConfigInstruction;
import dev.kaniko.domain.dockerfile.instruction.Instruction.FileInstruction;
import dev.kaniko.domain.dockerfile.instruction.WorkdirInstruction;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.stage.StageState;
import java.time.Instant;
import java.util.Optional;

/**
 * Goes through the instructions of a stage, and knows what config and variables they have come to.
 * What they do to files is left to others.
 */
public final class Interpretation {
  private final ConfigSteps steps;
  private StageState state;

  /**
   * @param escape of the Dockerfile
   * @param state after FROM
   */
  public Interpretation(char escape, BuildArguments arguments, StageState state) {
    this.steps = new ConfigSteps(arguments, escape);
    this.state = state;
  }

  public StageState state() {
    return state;
  }

  /**
   * Takes the next instruction.
   *
   * @return the same, expanded, when it is about files
   * @throws dev.kaniko.ports.failure.UserMistakes when a variable that it needs is not there, or a
   *     word is malformed
   */
  public Optional<FileInstruction> take(Instruction written) {
    return switch (steps.expand(written, state)) {
      case ConfigInstruction config -> {
        state = state.apply(config);
        yield Optional.empty();
      }
      case ArgInstruction arg -> {
        state = steps.declare(arg, state);
        yield Optional.empty();
      }
      case FileInstruction file -> Optional.of(file);
    };
  }

  /** The directory that WORKDIR leads to, from here on the working directory. */
  public FilePath enter(WorkdirInstruction workdir) {
    FilePath path = state.workingDirectory().resolve(FilePath.bytesOf(workdir.path()));
    state = state.withWorkingDirectory(path);
    return path;
  }

  /**
   * Records an instruction about files in the history.
   *
   * @param layerMade when its layer was made; empty when it has none of its own
   */
  public void record(String createdBy, Optional<Instant> layerMade) {
    state = state.record(createdBy, layerMade);
  }

  public void replace(StageState newState) {
    state = newState;
  }
}
