package dev.kaniko.domain.dockerfile.instruction;

import dev.kaniko.domain.dockerfile.expansion.Expansion;
import dev.kaniko.domain.dockerfile.syntax.BuilderFlags;
import dev.kaniko.domain.dockerfile.syntax.LogicalLine;
import dev.kaniko.domain.source.SourcePosition;
import java.util.List;

/** ENV. All values of one instruction are expanded with the variables from before it. */
public record EnvInstruction(SourcePosition position, String original, List<KeyValue> variables)
    implements Instruction.ConfigInstruction {
  public EnvInstruction {
    variables = List.copyOf(variables);
  }

  static EnvInstruction parse(LogicalLine line) {
    BuilderFlags.parseNone(line);
    return new EnvInstruction(line.position(), line.text(), KeyValue.parse(line, "ENV"));
  }

  @Override
  public EnvInstruction expand(Expansion expansion) {
    List<KeyValue> expanded = KeyValue.expand(variables, expansion, "ENV", position);
    return new EnvInstruction(position, original, expanded);
  }
}
