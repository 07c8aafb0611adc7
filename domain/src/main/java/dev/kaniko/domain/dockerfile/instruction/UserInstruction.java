package dev.kaniko.domain.dockerfile.instruction;

import dev.kaniko.domain.dockerfile.expansion.Expansion;
import dev.kaniko.domain.dockerfile.syntax.LogicalLine;
import dev.kaniko.domain.filesystem.FileMetadata;
import dev.kaniko.domain.source.InvalidDockerfile;
import dev.kaniko.domain.source.Problem;
import dev.kaniko.domain.source.SourcePosition;
import java.util.regex.Pattern;

/**
 * USER.
 *
 * @param user {@code name}, {@code name:group}, or numbers in their places
 */
public record UserInstruction(SourcePosition position, String original, String user)
    implements Instruction.ConfigInstruction {
  private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]+");

  /** No more digits than a number can have that fits. */
  private static final Pattern ID = Pattern.compile("0*([0-9]{1,10})");

  static UserInstruction parse(LogicalLine line) {
    return new UserInstruction(line.position(), line.text(), SoleArgument.parse(line, "USER"));
  }

  /**
   * A number that is no id is refused: cut down to 32 bits somewhere below, it could become that of
   * root.
   */
  @Override
  public UserInstruction expand(Expansion expansion) {
    String expanded = expansion.word(user);
    for (String account : expanded.split(":", 2)) {
      if (NUMBER.matcher(account).matches() && !isId(account)) {
        throw new InvalidDockerfile(
            Problem.at(
                position,
                "USER %s: a numeric id is between 0 and %d"
                    .formatted(expanded, FileMetadata.LARGEST_ID)));
      }
    }
    return new UserInstruction(position, original, expanded);
  }

  private static boolean isId(String number) {
    return ID.matcher(number).matches() && Long.parseLong(number) <= FileMetadata.LARGEST_ID;
  }
}
