package dev.kaniko.cli.report;

import dev.kaniko.domain.copy.RepositoryLocation;
import dev.kaniko.domain.source.SourcePosition;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The lines of a Dockerfile around a place, numbered, the place itself marked, with carets. */
public final class SourceExcerpt {
  private static final int CONTEXT = 1;
  private static final int MOST_LINES = 12;
  private static final String MARGIN = "         | ";

  private final String file;
  private final byte[] text;

  /** Most builds show none: they are made when the first is asked for. */
  private List<String> lines = List.of();

  /**
   * @param text of the file, which nobody changes any more
   */
  public SourceExcerpt(String file, byte[] text) {
    this.file = file;
    this.text = text;
  }

  boolean isOf(SourcePosition position) {
    return position.file().equals(file) && position.firstLine() <= lines().size();
  }

  private List<String> lines() {
    if (lines.isEmpty()) {
      lines =
          new String(text, StandardCharsets.UTF_8)
              .lines()
              .map(RepositoryLocation::withoutCredentials)
              .toList();
    }
    return lines;
  }

  /**
   * @param culprit what carets are to point at; without it, at the instruction's keyword
   */
  List<String> lines(SourcePosition position, Optional<String> culprit) {
    List<String> lines = lines();
    Optional<Caret> caret = Caret.at(lines, position, culprit);
    int first = Math.max(1, position.firstLine() - CONTEXT);
    int last = Math.min(lines.size(), position.lastLine() + CONTEXT);
    List<String> excerpt = new ArrayList<>();
    for (int line = first; line <= last && excerpt.size() < MOST_LINES; line++) {
      boolean inside = line >= position.firstLine() && line <= position.lastLine();
      excerpt.add(
          String.format(
              Locale.ROOT, "%s %4d | %s", inside ? ">>>" : "   ", line, lines.get(line - 1)));
      int shown = line;
      caret
          .filter(it -> it.line() == shown)
          .ifPresent(it -> excerpt.add(MARGIN + it.under(lines.get(shown - 1))));
    }
    return excerpt;
  }
}
