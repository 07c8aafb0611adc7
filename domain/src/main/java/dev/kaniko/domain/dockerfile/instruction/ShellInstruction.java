package dev.kaniko.domain.dockerfile.instruction;

import dev.kaniko.domain.dockerfile.expansion.Expansion;
import dev.kaniko.domain.dockerfile.syntax.BuilderFlags;
import dev.kaniko.domain.dockerfile.syntax.LogicalLine;
import dev.kaniko.domain.source.SourcePosition;
import java.util.List;

/** SHELL; always in JSON form, never empty. */
public record ShellInstruction(SourcePosition position, String original, List<String> shell)
    implements Instruction.ConfigInstruction {
  public ShellInstruction {
    shell = List.copyOf(shell);
  }

  static ShellInstruction parse(LogicalLine line) {
    BuilderFlags.parseNone(line);
    List<String> shell = line.jsonArray().orElse(List.of());
    if (shell.isEmpty()) {
      boolean json = line.arguments().isEmpty() || line.jsonArray().isPresent();
      throw line.invalid(
          json
              ? "SHELL requires at least one argument"
              : "SHELL requires the arguments to be in JSON form");
    }
    return new ShellInstruction(line.position(), line.text(), shell);
  }

  /** Nothing is replaced here: the text is the program to call, and not more. */
  @Override
  public ShellInstruction expand(Expansion expansion) {
    return this;
  }
}
