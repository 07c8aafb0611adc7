package dev.kaniko.cli.inspect;

import dev.kaniko.cli.report.Caret;
import dev.kaniko.domain.source.SourcePosition;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** A Dockerfile whose lines are shown around a place, as {@code docker build} shows them. */
final class NumberedSource {
  private static final String RULE = "--------------------\n";

  /** How many lines around one line, and around several. */
  private static final int AROUND_ONE = 4;

  private static final int AROUND_MANY = 2;

  private final String file;
  private final byte[] bytes;

  /** They are made when the first is shown. */
  private List<String> lines = List.of();

  NumberedSource(String file, byte[] bytes) {
    this.file = file;
    this.bytes = bytes;
  }

  private List<String> lines() {
    if (lines.isEmpty()) {
      // The end of the last line begins one more, which is empty.
      lines = List.of(new String(bytes, StandardCharsets.UTF_8).split("\n", -1));
    }
    return lines;
  }

  String file() {
    return file;
  }

  byte[] bytes() {
    return bytes.clone();
  }

  /** The lines at {@code position} and some around them. */
  String around(SourcePosition position) {
    return around(position, Optional.empty());
  }

  /** The same, with carets under what is wrong there. */
  String pointing(SourcePosition position, Optional<String> culprit) {
    return around(position, Caret.at(lines(), position, culprit));
  }

  private String around(SourcePosition position, Optional<Caret> caret) {
    List<String> lines = lines();
    if (!position.file().equals(file) || position.firstLine() > lines.size()) {
      return "";
    }
    int start = position.firstLine();
    int end = Math.min(position.lastLine(), lines.size());
    int around = start == position.lastLine() ? AROUND_ONE : AROUND_MANY;
    // As many as fit, in turn before and behind; each turn counts, even where nothing is left.
    for (int taken = 0; taken < around; taken++) {
      if (start > 1) {
        start--;
        taken++;
      }
      if (end < lines.size()) {
        end++;
        taken++;
      }
    }
    StringBuilder shown = new StringBuilder(position + "\n" + RULE);
    for (int line = start; line <= end; line++) {
      boolean inside = line >= position.firstLine() && line <= position.lastLine();
      // Not by a format, which would be most of the time of a file with thousands of findings.
      String number = Integer.toString(line);
      shown.append(" ".repeat(Math.max(1, 4 - number.length()))).append(number);
      shown.append(inside ? " | >>> " : " |     ").append(lines.get(line - 1)).append('\n');
      if (caret.isPresent() && caret.get().line() == line) {
        shown.append("     |     ").append(caret.get().under(lines.get(line - 1))).append('\n');
      }
    }
    return shown.append(RULE).toString();
  }
}
