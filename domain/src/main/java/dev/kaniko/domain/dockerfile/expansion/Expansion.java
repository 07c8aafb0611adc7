package dev.kaniko.domain.dockerfile.expansion;

import dev.kaniko.domain.source.QuotedText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Expands the words of instructions for one set of variables. It remembers which of them were
 * missing, so it is for one thread, and best made anew for each instruction.
 */
public final class Expansion {
  /** The longest word that may result, in chars; a hostile ENV would double it with every line. */
  public static final int LONGEST_WORD = 1 << 20;

  /** The longest heredoc body that may result, in chars. */
  public static final int LONGEST_BODY = 1 << 24;

  private final char escape;
  private final Function<String, Optional<String>> lookup;
  private final List<String> undefined = new ArrayList<>();

  /**
   * @param escape the Dockerfile's escape token
   * @param lookup gives a variable's value, empty for one that is not set
   */
  public Expansion(char escape, Function<String, Optional<String>> lookup) {
    this.escape = escape;
    this.lookup = lookup;
  }

  /**
   * The text with its variables replaced and its quotes and escapes taken away. Blanks stay.
   *
   * @throws ExpansionException when it is malformed, a {@code ${name:?}} fails, or it gets too long
   */
  public String word(String text) {
    if (isPlain(text)) {
      return text;
    }
    LexicalRules rules = LexicalRules.ofWords(escape, LONGEST_WORD);
    return describing(text, variables -> new Lexer(text, rules, variables).word());
  }

  /** Most words are: nothing in them is replaced or taken away. */
  private boolean isPlain(String text) {
    return text.length() <= LONGEST_WORD
        && text.indexOf('$') < 0
        && text.indexOf(escape) < 0
        && text.indexOf('"') < 0
        && text.indexOf('\'') < 0;
  }

  /**
   * As {@link #word}, and split at blanks that are neither quoted nor escaped, also at those that a
   * variable brought in. None of the words is empty.
   *
   * @throws ExpansionException as {@link #word}
   */
  public List<String> words(String text) {
    LexicalRules rules = LexicalRules.ofWords(escape, LONGEST_WORD);
    return describing(text, variables -> new Lexer(text, rules, variables).words());
  }

  /**
   * The body of a heredoc with its variables replaced. Quotes are ordinary characters there, and
   * the escape is a backslash, whatever the Dockerfile's escape token is.
   *
   * @throws ExpansionException as {@link #word}
   */
  public String heredocBody(String body) {
    LexicalRules rules = LexicalRules.ofBody(LONGEST_BODY);
    return describing(body, variables -> new Lexer(body, rules, variables).word());
  }

  /**
   * The variables that were used but not set, in the order of their first use; once for each text
   * that uses them. One whose absence is provided for, as in {@code ${name:-default}}, does not
   * count.
   */
  public List<String> undefinedNames() {
    return List.copyOf(undefined);
  }

  private <T> T describing(String text, Function<Variables, T> expansion) {
    Variables variables = new Variables(lookup);
    try {
      return expansion.apply(variables);
    } catch (ExpansionException e) {
      throw new ExpansionException(
          "failed to process " + QuotedText.of(text) + ": " + e.getMessage(), text);
    } finally {
      undefined.addAll(variables.missed());
    }
  }
}
