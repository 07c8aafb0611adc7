package dev.kaniko.domain.dockerfile.instruction;

import dev.kaniko.domain.dockerfile.expansion.Expansion;
import dev.kaniko.domain.dockerfile.syntax.BuilderFlags;
import dev.kaniko.domain.dockerfile.syntax.LogicalLine;
import dev.kaniko.domain.source.SourcePosition;

/** CMD; an empty array is an empty command. */
public record CmdInstruction(SourcePosition position, String original, CommandLine command)
    implements Instruction.ConfigInstruction {

  static CmdInstruction parse(LogicalLine line) {
    BuilderFlags.parseNone(line);
    return new CmdInstruction(line.position(), line.text(), CommandLine.parse(line));
  }

  /** Nothing is replaced here: the text is the container's to expand. */
  @Override
  public CmdInstruction expand(Expansion expansion) {
    return this;
  }
}
