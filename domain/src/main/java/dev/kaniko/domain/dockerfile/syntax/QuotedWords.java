package dev.kaniko.domain.dockerfile.syntax;

import dev.kaniko.domain.source.Blank;
import java.util.ArrayList;
import java.util.List;

/**
 * The words of ENV, LABEL and ARG: blanks inside quotes, and escaped ones, do not end a word. The
 * quotes and escapes stay, expansion takes them away later.
 */
final class QuotedWords {
  private final String text;
  private final char escape;
  private final List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();

  private QuotedWords(String text, char escape) {
    this.text = text;
    this.escape = escape;
  }

  static List<String> split(String text, char escape) {
    return new QuotedWords(text, escape).split();
  }

  private List<String> split() {
    int quote = 0;
    int position = 0;
    while (position < text.length()) {
      int c = text.codePointAt(position);
      int next = position + Character.charCount(c);
      if (quote == 0 && Blank.is(c)) {
        endWord();
      } else if (c == escape && quote != '\'') {
        next = escaped(next);
      } else {
        word.appendCodePoint(c);
        quote = quoteAfter(quote, c);
      }
      position = next;
    }
    endWord();
    return List.copyOf(words);
  }

  /** An escape at the end of the text has nothing to protect, and is dropped. */
  private int escaped(int position) {
    if (position == text.length()) {
      return position;
    }
    int c = text.codePointAt(position);
    word.append(escape).appendCodePoint(c);
    return position + Character.charCount(c);
  }

  private static int quoteAfter(int quote, int c) {
    if (quote != 0) {
      return c == quote ? 0 : quote;
    }
    return c == '"' || c == '\'' ? c : 0;
  }

  private void endWord() {
    if (!word.isEmpty()) {
      words.add(word.toString());
      word.setLength(0);
    }
  }
}
