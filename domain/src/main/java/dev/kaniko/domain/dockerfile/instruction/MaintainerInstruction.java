package dev.kaniko.domain.dockerfile.instruction;

import dev.kaniko.domain.dockerfile.expansion.Expansion;
import dev.kaniko.domain.dockerfile.syntax.LogicalLine;
import dev.kaniko.domain.source.SourcePosition;

/** MAINTAINER, deprecated; it sets the config's author. */
public record MaintainerInstruction(SourcePosition position, String original, String author)
    implements Instruction.ConfigInstruction {

  static MaintainerInstruction parse(LogicalLine line) {
    String author = SoleArgument.parse(line, "MAINTAINER");
    return new MaintainerInstruction(line.position(), line.text(), author);
  }

  /** Nothing is replaced here: the text is the name to keep. */
  @Override
  public MaintainerInstruction expand(Expansion expansion) {
    return this;
  }
}
