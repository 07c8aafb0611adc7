package dev.kaniko.domain.dockerfile.instruction;

import dev.kaniko.domain.dockerfile.expansion.Expansion;
import dev.kaniko.domain.dockerfile.syntax.LogicalLine;
import dev.kaniko.domain.source.InvalidDockerfile;
import dev.kaniko.domain.source.Problem;
import dev.kaniko.domain.source.SourcePosition;

/**
 * WORKDIR.
 *
 * @param path as written: may be relative to the one before
 */
public record WorkdirInstruction(SourcePosition position, String original, String path)
    implements Instruction.FileInstruction {

  static WorkdirInstruction parse(LogicalLine line) {
    return new WorkdirInstruction(
        line.position(), line.text(), SoleArgument.parse(line, "WORKDIR"));
  }

  @Override
  public WorkdirInstruction expand(Expansion expansion) {
    String expanded = expansion.word(path);
    if (expanded.isEmpty()) {
      throw new InvalidDockerfile(Problem.at(position, "WORKDIR " + path + " is an empty path"));
    }
    return new WorkdirInstruction(position, original, expanded);
  }
}
