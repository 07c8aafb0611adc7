package dev.kaniko.domain.dockerfile.expansion;

import dev.kaniko.domain.source.Blank;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits a text into words while it is being expanded: at blanks, also at those that came out of a
 * variable, but not at quoted or escaped ones.
 */
final class WordList {
  private final List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private final boolean wanted;

  /**
   * @param wanted whether somebody will ask for the words; otherwise nothing is collected
   */
  WordList(boolean wanted) {
    this.wanted = wanted;
  }

  /** Adds text that ends a word at each blank. */
  void addSplit(String text) {
    if (wanted) {
      text.codePoints().forEach(this::addSplit);
    }
  }

  void addSplit(int codePoint) {
    if (!wanted) {
      return;
    }
    if (Blank.is(codePoint)) {
      endWord();
    } else {
      word.appendCodePoint(codePoint);
    }
  }

  /** Adds text whose blanks belong to the word. */
  void addWhole(String text) {
    if (wanted) {
      word.append(text);
    }
  }

  void addWhole(int codePoint) {
    if (wanted) {
      word.appendCodePoint(codePoint);
    }
  }

  /** The words so far; none of them is empty, not even one that was written as {@code ""}. */
  List<String> words() {
    endWord();
    return List.copyOf(words);
  }

  private void endWord() {
    if (!word.isEmpty()) {
      words.add(word.toString());
      word.setLength(0);
    }
  }
}
