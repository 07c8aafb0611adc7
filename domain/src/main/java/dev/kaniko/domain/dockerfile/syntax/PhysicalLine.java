package dev.kaniko.domain.dockerfile.syntax;

import dev.kaniko.domain.source.Blank;

/**
 * A line of the file.
 *
 * @param number counted from 1
 * @param raw with its line end, which the last line may lack
 * @param readable false when it is not UTF-8, or holds a NUL
 */
record PhysicalLine(int number, String raw, boolean readable) {

  /** Without the line end: every carriage return and line feed there. */
  String text() {
    return raw.substring(0, end());
  }

  boolean isComment() {
    int start = Blank.skip(raw, 0);
    return start < raw.length() && raw.charAt(start) == '#';
  }

  /** What a comment says. */
  String comment() {
    return Blank.trim(raw.substring(Blank.skip(raw, 0) + 1, end()));
  }

  boolean isBlank() {
    return Blank.skip(raw, 0) == raw.length();
  }

  /** As a line of a {@code <<-} heredoc. */
  PhysicalLine withoutLeadingTabs() {
    int start = 0;
    while (start < raw.length() && raw.charAt(start) == '\t') {
      start++;
    }
    return new PhysicalLine(number, raw.substring(start), readable);
  }

  /**
   * Whether the instruction goes on in the next line: whether the escape token is the last thing
   * here, blanks and tabs aside. One that follows another escape token is not: that pair is data.
   */
  boolean isContinued(char escape) {
    int last = lastVisible();
    return last >= 0 && raw.charAt(last) == escape && (last == 0 || raw.charAt(last - 1) != escape);
  }

  /** Without the escape token at the end, if there is one that continues the line. */
  String textWithoutContinuation(char escape) {
    return isContinued(escape) ? raw.substring(0, lastVisible()) : text();
  }

  private int lastVisible() {
    int last = end() - 1;
    while (last >= 0 && (raw.charAt(last) == ' ' || raw.charAt(last) == '\t')) {
      last--;
    }
    return last;
  }

  private int end() {
    int end = raw.length();
    while (end > 0 && (raw.charAt(end - 1) == '\n' || raw.charAt(end - 1) == '\r')) {
      end--;
    }
    return end;
  }
}
