package dev.kaniko.domain.dockerfile.expansion;

/** Reads a text one code point at a time. */
final class CodePoints {
  /** What is read behind the last character. */
  static final int END = -1;

  private final String text;
  private int position;

  CodePoints(String text) {
    this.text = text;
  }

  int peek() {
    return atEnd() ? END : text.codePointAt(position);
  }

  /** Reads on; behind the end it stays there. */
  int next() {
    int c = peek();
    if (c != END) {
      position += Character.charCount(c);
    }
    return c;
  }

  boolean atEnd() {
    return position == text.length();
  }
}
