package dev.kaniko.domain.dockerfile.instruction;

import dev.kaniko.domain.dockerfile.expansion.Expansion;
import dev.kaniko.domain.dockerfile.syntax.BuilderFlags;
import dev.kaniko.domain.dockerfile.syntax.KeyValues;
import dev.kaniko.domain.dockerfile.syntax.LogicalLine;
import dev.kaniko.domain.source.SourcePosition;
import java.util.List;
import java.util.Optional;

/**
 * ARG.
 *
 * @param arguments in the order written; each may use those before it
 */
public record ArgInstruction(SourcePosition position, String original, List<BuildArg> arguments)
    implements Instruction.ScopeInstruction {
  public ArgInstruction {
    arguments = List.copyOf(arguments);
  }

  /** A declared name and its default, as written. */
  public record BuildArg(String name, Optional<String> defaultValue) {

    /**
     * The same with its default expanded. A default that a build argument replaces is not to be
     * expanded: it may be wrong without consequence.
     *
     * @throws dev.kaniko.domain.dockerfile.expansion.ExpansionException as {@link Expansion#word}
     */
    public BuildArg expand(Expansion expansion) {
      return new BuildArg(name, defaultValue.map(expansion::word));
    }
  }

  static ArgInstruction parse(LogicalLine line) {
    BuilderFlags.parseNone(line);
    List<BuildArg> arguments =
        KeyValues.parseOptional(line, "ARG").stream()
            .map(pair -> new BuildArg(pair.name(), pair.value()))
            .toList();
    return new ArgInstruction(line.position(), line.text(), arguments);
  }

  /**
   * Nothing is replaced: each argument sees those before it, so that they are expanded one by one,
   * by {@link BuildArg#expand}.
   */
  @Override
  public ArgInstruction expand(Expansion expansion) {
    return this;
  }
}
