package dev.kaniko.domain.dockerfile.instruction;

import dev.kaniko.domain.dockerfile.expansion.Expansion;
import dev.kaniko.domain.dockerfile.syntax.BuilderFlags;
import dev.kaniko.domain.dockerfile.syntax.Heredoc;
import dev.kaniko.domain.dockerfile.syntax.LogicalLine;
import dev.kaniko.domain.source.SourcePosition;
import java.util.Locale;

/**
 * ONBUILD.
 *
 * @param trigger the instruction to run in a stage that is built upon this one, as written, heredoc
 *     bodies included
 */
public record OnBuildInstruction(SourcePosition position, String original, String trigger)
    implements Instruction.ConfigInstruction {

  static OnBuildInstruction parse(LogicalLine line) {
    if (line.arguments().isEmpty()) {
      throw line.invalid("ONBUILD requires at least one argument");
    }
    BuilderFlags.parseNone(line);
    LogicalLine trigger = line.trigger();
    checkAllowed(trigger);
    InstructionParser.parse(trigger);
    StringBuilder text = new StringBuilder(line.arguments());
    for (Heredoc heredoc : line.heredocs()) {
      text.append('\n').append(heredoc.body()).append(heredoc.name());
    }
    return new OnBuildInstruction(line.position(), line.text(), text.toString());
  }

  /**
   * Refuses what cannot be a trigger. An image's config comes from elsewhere, so that its triggers
   * have to be checked as well.
   *
   * @throws dev.kaniko.domain.source.InvalidDockerfile for ONBUILD, FROM and MAINTAINER
   */
  public static void checkAllowed(LogicalLine trigger) {
    String keyword = trigger.keyword().toUpperCase(Locale.ROOT);
    switch (keyword) {
      case "ONBUILD" ->
          throw trigger.invalid("Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed");
      case "FROM", "MAINTAINER" ->
          throw trigger.invalid(keyword + " isn't allowed as an ONBUILD trigger");
      default -> {}
    }
  }

  /** Nothing is replaced here: that is done where the trigger runs. */
  @Override
  public OnBuildInstruction expand(Expansion expansion) {
    return this;
  }
}
