package dev.kaniko.domain.dockerfile.instruction;

import dev.kaniko.domain.dockerfile.expansion.Expansion;
import dev.kaniko.domain.dockerfile.syntax.BuilderFlags;
import dev.kaniko.domain.dockerfile.syntax.LogicalLine;
import dev.kaniko.domain.source.SourcePosition;
import java.util.List;

/** LABEL. */
public record LabelInstruction(SourcePosition position, String original, List<KeyValue> labels)
    implements Instruction.ConfigInstruction {
  public LabelInstruction {
    labels = List.copyOf(labels);
  }

  static LabelInstruction parse(LogicalLine line) {
    BuilderFlags.parseNone(line);
    return new LabelInstruction(line.position(), line.text(), KeyValue.parse(line, "LABEL"));
  }

  @Override
  public LabelInstruction expand(Expansion expansion) {
    List<KeyValue> expanded = KeyValue.expand(labels, expansion, "LABEL", position);
    return new LabelInstruction(position, original, expanded);
  }
}
