package dev.kaniko.cli.report;

import dev.kaniko.domain.source.Blank;
import dev.kaniko.domain.source.SourcePosition;
import java.util.List;
import java.util.Optional;

/**
 * What carets under a line point at.
 *
 * @param line counted from 1
 * @param start in chars from the beginning of the line
 * @param length in chars, at least 1
 */
public record Caret(int line, int start, int length) {
  /** A long text is pointed at by its beginning. */
  private static final int LONGEST = 60;

  /**
   * Finds {@code culprit} among the lines of an instruction: where it stands as a word, if it does;
   * where it does not stand as written, the first word is pointed at. Nothing is to be pointed at
   * where the lines are blank.
   *
   * @param lines of the whole file
   */
  public static Optional<Caret> at(
      List<String> lines, SourcePosition position, Optional<String> culprit) {
    int last = Math.min(position.lastLine(), lines.size());
    Optional<Caret> found =
        culprit.filter(text -> !text.isBlank()).flatMap(text -> find(lines, position, last, text));
    return found.or(() -> firstWord(lines, position, last));
  }

  private static Optional<Caret> find(
      List<String> lines, SourcePosition position, int last, String text) {
    Optional<Caret> anywhere = Optional.empty();
    for (int line = position.firstLine(); line <= last; line++) {
      String content = lines.get(line - 1);
      for (int at = content.indexOf(text); at >= 0; at = content.indexOf(text, at + 1)) {
        Caret caret = new Caret(line, at, Math.min(text.length(), LONGEST));
        if (standsAlone(content, at, at + text.length())) {
          return Optional.of(caret);
        }
        anywhere = anywhere.or(() -> Optional.of(caret));
      }
    }
    return anywhere;
  }

  private static boolean standsAlone(String content, int start, int end) {
    return (start == 0 || !Character.isLetterOrDigit(content.charAt(start - 1)))
        && (end == content.length() || !Character.isLetterOrDigit(content.charAt(end)));
  }

  private static Optional<Caret> firstWord(List<String> lines, SourcePosition position, int last) {
    for (int line = position.firstLine(); line <= last; line++) {
      String content = lines.get(line - 1);
      int start = content.length() - Blank.trimStart(content).length();
      if (start < content.length()) {
        int length = Blank.endOfWord(content, start) - start;
        return Optional.of(new Caret(line, start, Math.clamp(length, 1, LONGEST)));
      }
    }
    return Optional.empty();
  }

  /** Blanks and carets to be shown under the line; its tabs are kept, so that they line up. */
  public String under(String content) {
    StringBuilder text = new StringBuilder();
    content.chars().limit(start).forEach(c -> text.append(c == '\t' ? '\t' : ' '));
    return text.repeat('^', length).toString();
  }
}
