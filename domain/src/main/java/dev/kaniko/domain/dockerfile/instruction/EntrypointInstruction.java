package dev.kaniko.domain.dockerfile.instruction;

import dev.kaniko.domain.dockerfile.expansion.Expansion;
import dev.kaniko.domain.dockerfile.syntax.BuilderFlags;
import dev.kaniko.domain.dockerfile.syntax.LogicalLine;
import dev.kaniko.domain.source.SourcePosition;

/** ENTRYPOINT; an empty array takes an inherited one away. */
public record EntrypointInstruction(SourcePosition position, String original, CommandLine command)
    implements Instruction.ConfigInstruction {

  static EntrypointInstruction parse(LogicalLine line) {
    BuilderFlags.parseNone(line);
    return new EntrypointInstruction(line.position(), line.text(), CommandLine.parse(line));
  }

  /** Nothing is replaced here: the text is the container's to expand. */
  @Override
  public EntrypointInstruction expand(Expansion expansion) {
    return this;
  }
}
