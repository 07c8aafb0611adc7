package dev.kaniko.domain.dockerfile.expansion;

import java.util.List;
import java.util.Optional;

/** Words of a shell's command line, without a shell: no variable is replaced. */
public final class RawWords {
  private RawWords() {}

  /**
   * The words of {@code line} as they are written, quotes and escapes included; empty when its
   * quotes or braces are not balanced, so that nobody can say where its words end.
   */
  public static Optional<List<String>> split(String line) {
    try {
      return Optional.of(lexer(line, LexicalRules.raw(Expansion.LONGEST_BODY)).words());
    } catch (ExpansionException _) {
      return Optional.empty();
    }
  }

  /**
   * The words of {@code text} without their quotes and escapes.
   *
   * @throws ExpansionException when the quotes are not balanced
   */
  public static List<String> unquoted(String text) {
    return lexer(text, LexicalRules.unquoting(Expansion.LONGEST_BODY)).words();
  }

  private static Lexer lexer(String text, LexicalRules rules) {
    return new Lexer(text, rules, new Variables(name -> Optional.empty()));
  }
}
