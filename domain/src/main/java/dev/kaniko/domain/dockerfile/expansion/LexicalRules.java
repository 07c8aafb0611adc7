package dev.kaniko.domain.dockerfile.expansion;

/**
 * How a text is to be read.
 *
 * @param escape the character that protects the next one
 * @param keepQuotes quotes stay in the result, and still do what quotes do
 * @param keepEscapes escapes stay in the result, and still protect the next character
 * @param quotesArePlain quotes are characters like any other
 * @param keepUndefined what names an undefined variable stays as it is written
 * @param limit the longest result, in chars
 */
record LexicalRules(
    char escape,
    boolean keepQuotes,
    boolean keepEscapes,
    boolean quotesArePlain,
    boolean keepUndefined,
    int limit) {

  /** The rules of an instruction's words. */
  static LexicalRules ofWords(char escape, int limit) {
    return new LexicalRules(escape, false, false, false, false, limit);
  }

  /** The rules of a heredoc's body: only variables and escapes mean something there. */
  static LexicalRules ofBody(int limit) {
    return new LexicalRules('\\', false, false, true, false, limit);
  }

  /** Splits a text into words that are left as they are written. */
  static LexicalRules raw(int limit) {
    return new LexicalRules('\\', true, true, false, true, limit);
  }

  /** As {@link #raw}, but with quotes and escapes taken away. */
  static LexicalRules unquoting(int limit) {
    return new LexicalRules('\\', false, false, false, true, limit);
  }
}
