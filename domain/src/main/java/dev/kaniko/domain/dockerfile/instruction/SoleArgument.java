package dev.kaniko.domain.dockerfile.instruction;

import dev.kaniko.domain.dockerfile.syntax.BuilderFlags;
import dev.kaniko.domain.dockerfile.syntax.LogicalLine;

/** The argument of the instructions that take all the rest of the line as one. */
final class SoleArgument {
  private SoleArgument() {}

  /** Reads it, blanks inside included, for an instruction without flags. */
  static String parse(LogicalLine line, String keyword) {
    if (line.arguments().isEmpty()) {
      throw line.invalid(keyword + " requires exactly one argument");
    }
    BuilderFlags.parseNone(line);
    return line.arguments();
  }
}
