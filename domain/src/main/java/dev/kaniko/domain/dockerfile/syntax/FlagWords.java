package dev.kaniko.domain.dockerfile.syntax;

import dev.kaniko.domain.source.Blank;
import java.util.ArrayList;
import java.util.List;

/**
 * The flags at the start of an instruction's arguments: the leading words that begin with two
 * dashes. Quotes and backslashes work in them, and are gone; the escape token means nothing here.
 *
 * @param words each with its dashes, without the bare {@code --} that may end them
 * @param rest the text behind them
 */
record FlagWords(List<String> words, String rest) {
  private static final String DASHES = "--";

  static FlagWords split(String text) {
    List<String> words = new ArrayList<>();
    int position = endOfBlanks(text, 0);
    while (text.startsWith(DASHES, position)) {
      StringBuilder word = new StringBuilder();
      position = readWord(text, position, word);
      if (word.toString().equals(DASHES)) {
        break;
      }
      words.add(word.toString());
      position = endOfBlanks(text, position);
    }
    return new FlagWords(List.copyOf(words), Blank.trim(text.substring(position)));
  }

  private static int endOfBlanks(String text, int start) {
    int position = start;
    while (position < text.length() && Blank.is(text.codePointAt(position))) {
      position++;
    }
    return position;
  }

  /** Reads one word up to a blank outside quotes; gives the position behind it. */
  private static int readWord(String text, int start, StringBuilder word) {
    int quote = 0;
    int position = start;
    while (position < text.length()) {
      int c = text.codePointAt(position);
      if (quote == 0 && Blank.is(c)) {
        break;
      }
      position += Character.charCount(c);
      if (c == quote) {
        quote = 0;
      } else if (quote == 0 && (c == '"' || c == '\'')) {
        quote = c;
      } else if (c != '\\') {
        word.appendCodePoint(c);
      } else if (position < text.length()) {
        int escaped = text.codePointAt(position);
        word.appendCodePoint(escaped);
        position += Character.charCount(escaped);
      }
    }
    return position;
  }
}
