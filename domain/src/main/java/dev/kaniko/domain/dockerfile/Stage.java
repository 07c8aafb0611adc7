package dev.kaniko.domain.dockerfile;

import dev.kaniko.domain.dockerfile.expansion.Expansion;
import dev.kaniko.domain.dockerfile.instruction.Instruction;
import dev.kaniko.domain.dockerfile.syntax.BuilderFlags;
import dev.kaniko.domain.dockerfile.syntax.BuilderFlags.Kind;
import dev.kaniko.domain.dockerfile.syntax.LogicalLine;
import dev.kaniko.domain.source.InvalidDockerfile;
import dev.kaniko.domain.source.Problem;
import dev.kaniko.domain.source.QuotedText;
import dev.kaniko.domain.source.SourcePosition;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A stage: a FROM and what follows it.
 *
 * @param index from 0, in the order of the file
 * @param position of FROM
 * @param original FROM as written
 * @param base what FROM names, as written: an image, a stage, {@code scratch}
 * @param name of {@code AS}, in lower case
 * @param platform of {@code --platform}, as written
 */
public record Stage(
    int index,
    SourcePosition position,
    String original,
    String base,
    Optional<String> name,
    Optional<String> platform,
    List<Instruction> instructions) {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_.-]*");

  public Stage {
    instructions = List.copyOf(instructions);
  }

  /** Reads a FROM: a stage that has no instructions yet. */
  static Stage parse(int index, LogicalLine line) {
    List<String> words = line.words();
    boolean named = words.size() == 3 && words.get(1).equalsIgnoreCase("as");
    if (!named && words.size() != 1) {
      throw line.invalid("FROM requires either one or three arguments");
    }
    Optional<String> name = named ? Optional.of(name(line, words.get(2))) : Optional.empty();
    BuilderFlags flags = BuilderFlags.parse(line, Map.of("platform", Kind.SINGLE));
    return new Stage(
        index,
        line.position(),
        line.text(),
        words.getFirst(),
        name,
        flags.value("platform").filter(platform -> !platform.isEmpty()),
        List.of());
  }

  private static String name(LogicalLine line, String written) {
    String name = written.toLowerCase(Locale.ROOT);
    if (!NAME.matcher(name).matches()) {
      throw line.invalidAt(
          written,
          "invalid name for build stage: "
              + QuotedText.of(written)
              + ", name can't start with a number or contain symbols");
    }
    return name;
  }

  Stage with(List<Instruction> newInstructions) {
    return new Stage(index, position, original, base, name, platform, newInstructions);
  }

  /**
   * The same with the variables of FROM replaced: the base and the platform. Its instructions see
   * other variables, and stay as they are.
   *
   * @throws dev.kaniko.domain.dockerfile.expansion.ExpansionException when a word is malformed
   * @throws InvalidDockerfile when nothing is left of a word
   */
  public Stage expand(Expansion expansion) {
    String expandedBase = expansion.word(base);
    if (expandedBase.isEmpty()) {
      throw invalid("base name (" + base + ") should not be blank");
    }
    Optional<String> expandedPlatform = platform.map(expansion::word);
    if (expandedPlatform.filter(String::isEmpty).isPresent()) {
      throw invalid("empty platform value from expression " + platform.orElseThrow());
    }
    return new Stage(index, position, original, expandedBase, name, expandedPlatform, instructions);
  }

  private InvalidDockerfile invalid(String message) {
    return new InvalidDockerfile(Problem.at(position, message));
  }

  /** The stage's name, or its number where it has none. */
  public String label() {
    return name.orElseGet(() -> Integer.toString(index));
  }
}
