package dev.kaniko.domain.dockerfile.expansion;

import java.util.List;

/** Reads one text by its {@link LexicalRules}. Used once, by one thread. */
final class Lexer {
  /** Deeper nesting of <code>${a:-${b:-…}}</code> is not for people. */
  private static final int DEEPEST = 100;

  private final LexicalRules rules;
  private final CodePoints source;
  private final Substitution substitution;
  private int depth;

  Lexer(String text, LexicalRules rules, Variables variables) {
    this.rules = rules;
    this.source = new CodePoints(text);
    this.substitution = new Substitution(source, this, variables, rules);
  }

  /** The whole text as one word. */
  String word() {
    return read(CodePoints.END, rules.keepEscapes(), new WordList(false));
  }

  /** The text's words, split where blanks are neither quoted nor escaped. */
  List<String> words() {
    WordList words = new WordList(true);
    read(CodePoints.END, rules.keepEscapes(), words);
    return words.words();
  }

  /**
   * A text inside <code>${…}</code>, up to the character {@code stop}, which is read too.
   *
   * @param keepEscapes for patterns, which have escapes of their own
   */
  String nested(int stop, boolean keepEscapes) {
    if (++depth > DEEPEST) {
      throw new ExpansionException("variables are nested more than " + DEEPEST + " deep");
    }
    String text = read(stop, keepEscapes || rules.keepEscapes(), new WordList(false));
    depth--;
    return text;
  }

  private String read(int stop, boolean keepEscapes, WordList words) {
    BoundedText text = new BoundedText(rules.limit());
    for (int c = source.peek(); c != stop; c = source.peek()) {
      if (c == CodePoints.END) {
        throw new ExpansionException(
            "unexpected end of statement while looking for matching " + Character.toString(stop));
      } else if (c == '$') {
        String value = substitution.read();
        text.append(value);
        words.addSplit(value);
      } else if (isQuote(c)) {
        String quoted = c == '"' ? doubleQuoted(keepEscapes) : singleQuoted();
        text.append(quoted);
        words.addWhole(quoted);
      } else if (c == rules.escape()) {
        escaped(keepEscapes, text, words);
      } else {
        text.append(source.next());
        words.addSplit(c);
      }
    }
    source.next();
    return text.toString();
  }

  private boolean isQuote(int c) {
    return !rules.quotesArePlain() && (c == '"' || c == '\'');
  }

  /** An escape protects the next character; at the end of the text there is none to protect. */
  private void escaped(boolean keepEscapes, BoundedText text, WordList words) {
    int escape = source.next();
    if (keepEscapes) {
      text.append(escape);
      words.addWhole(escape);
    }
    if (!source.atEnd()) {
      int c = source.next();
      text.append(c);
      words.addWhole(c);
    }
  }

  /** Everything up to the next single quote stands for itself. */
  private String singleQuoted() {
    BoundedText text = new BoundedText(rules.limit());
    quote(text);
    while (source.peek() != '\'') {
      if (source.atEnd()) {
        throw unterminated("single-quote");
      }
      text.append(source.next());
    }
    quote(text);
    return text.toString();
  }

  /** Variables are replaced, and the escape protects only what has a meaning here. */
  private String doubleQuoted(boolean keepEscapes) {
    BoundedText text = new BoundedText(rules.limit());
    quote(text);
    for (int c = source.peek(); c != '"'; c = source.peek()) {
      if (c == CodePoints.END) {
        throw unterminated("double-quote");
      } else if (c == '$') {
        text.append(substitution.read());
      } else if (c == rules.escape()) {
        escapedInQuotes(keepEscapes, text);
      } else {
        text.append(source.next());
      }
    }
    quote(text);
    return text.toString();
  }

  private void escapedInQuotes(boolean keepEscapes, BoundedText text) {
    int escape = source.next();
    int c = source.peek();
    boolean protects = c == '"' || c == '$' || c == rules.escape();
    if (c != CodePoints.END && (keepEscapes || !protects)) {
      text.append(escape);
    }
    if (protects) {
      text.append(source.next());
    }
  }

  private void quote(BoundedText text) {
    int quote = source.next();
    if (rules.keepQuotes()) {
      text.append(quote);
    }
  }

  private static ExpansionException unterminated(String quote) {
    return new ExpansionException(
        "unexpected end of statement while looking for matching " + quote);
  }
}
