package dev.kaniko.domain.dockerfile.instruction;

import dev.kaniko.domain.dockerfile.expansion.Expansion;
import dev.kaniko.domain.dockerfile.syntax.LogicalLine;
import dev.kaniko.domain.dockerfile.value.StopSignal;
import dev.kaniko.domain.source.InvalidDockerfile;
import dev.kaniko.domain.source.Problem;
import dev.kaniko.domain.source.SourcePosition;

/** STOPSIGNAL. */
public record StopSignalInstruction(SourcePosition position, String original, String signal)
    implements Instruction.ConfigInstruction {

  static StopSignalInstruction parse(LogicalLine line) {
    return new StopSignalInstruction(
        line.position(), line.text(), SoleArgument.parse(line, "STOPSIGNAL"));
  }

  @Override
  public StopSignalInstruction expand(Expansion expansion) {
    String expanded = expansion.word(signal);
    try {
      StopSignal.check(expanded);
    } catch (IllegalArgumentException e) {
      throw new InvalidDockerfile(Problem.at(position, e.getMessage()).about(signal));
    }
    return new StopSignalInstruction(position, original, expanded);
  }
}
