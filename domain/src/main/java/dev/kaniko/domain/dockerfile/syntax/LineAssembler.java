package dev.kaniko.domain.dockerfile.syntax;

import dev.kaniko.domain.dockerfile.expansion.ExpansionException;
import dev.kaniko.domain.source.Blank;
import dev.kaniko.domain.source.Problem;
import dev.kaniko.domain.source.QuotedText;
import dev.kaniko.domain.source.SourcePosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Joins physical lines to logical ones. Used once, by one thread. */
final class LineAssembler {
  /** More instructions than anybody writes, and few enough for all that follows. */
  static final int MOST_INSTRUCTIONS = 100_000;

  private final PhysicalLines source;
  private final DirectiveZone zone;
  private final Places places;
  private final List<LogicalLine> lines = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private final List<SourcePosition> emptyContinuations = new ArrayList<>();

  LineAssembler(byte[] content, DirectiveZone zone, Places places) {
    this.source = new PhysicalLines(content);
    this.zone = zone;
    this.places = places;
  }

  /** Says what a range of physical lines is called in messages. */
  interface Places {
    SourcePosition at(int first, int last);
  }

  LogicalLines assemble(Optional<Frontend> frontend) {
    List<String> comments = new ArrayList<>();
    Optional<PhysicalLine> next = source.next();
    while (next.isPresent() && !tooMany()) {
      PhysicalLine line = next.get();
      zone.read(line).ifPresent(message -> report(line.number(), message));
      if (line.isComment()) {
        comments.add(line.comment());
      } else {
        if (!line.isBlank()) {
          instruction(line, comments);
        }
        comments.clear();
      }
      next = source.next();
    }
    if (source.endedAtTooLongLine()) {
      report(
          source.number(),
          "dockerfile line greater than max allowed size of " + PhysicalLines.LONGEST);
    }
    return new LogicalLines(zone.directives(), frontend, lines, problems, emptyContinuations);
  }

  private boolean tooMany() {
    if (lines.size() < MOST_INSTRUCTIONS) {
      return false;
    }
    report(source.number(), "the Dockerfile has more than " + MOST_INSTRUCTIONS + " instructions");
    return true;
  }

  private void instruction(PhysicalLine first, List<String> comments) {
    String text = Blank.trim(joined(first));
    if (text.isEmpty()) {
      report(first.number(), "there is no instruction before the line continuation");
      return;
    }
    LogicalLine line =
        LogicalLine.of(place(first), text, zone.directives().escape()).with(comments);
    Optional<List<Heredoc>> heredocs = heredocs(line);
    heredocs.ifPresent(found -> lines.add(line.with(found, place(first))));
  }

  /** Comments inside an instruction are gone; so are empty lines, but they are remembered. */
  private String joined(PhysicalLine first) {
    char escape = zone.directives().escape();
    checkReadable(first);
    StringBuilder text = new StringBuilder(first.textWithoutContinuation(escape));
    boolean open = first.isContinued(escape);
    boolean emptyLine = false;
    while (open) {
      Optional<PhysicalLine> next = source.next();
      if (next.isEmpty()) {
        break;
      }
      PhysicalLine line = next.get();
      if (line.isBlank()) {
        emptyLine = true;
      } else if (!line.isComment()) {
        checkReadable(line);
        text.append(line.textWithoutContinuation(escape));
        open = line.isContinued(escape);
      }
    }
    if (emptyLine) {
      emptyContinuations.add(place(first));
    }
    return text.toString();
  }

  /** Reads the bodies of the heredocs that a line announces; empty when that cannot be done. */
  private Optional<List<Heredoc>> heredocs(LogicalLine line) {
    List<Heredoc> heredocs = new ArrayList<>();
    try {
      for (HeredocWord word : HeredocWord.announcedBy(line)) {
        Optional<String> body = body(word);
        if (body.isEmpty()) {
          int last = source.number();
          problems.add(
              Problem.at(places.at(line.position().firstLine(), last), "unterminated heredoc")
                  .withHint("no line is exactly " + QuotedText.cut(word.name())));
          return Optional.empty();
        }
        heredocs.add(word.withBody(body.get()));
      }
    } catch (ExpansionException e) {
      problems.add(Problem.at(line.position(), e.getMessage()));
    }
    return Optional.of(heredocs);
  }

  private Optional<String> body(HeredocWord word) {
    StringBuilder body = new StringBuilder();
    for (Optional<PhysicalLine> next = source.next(); next.isPresent(); next = source.next()) {
      PhysicalLine line = word.stripTabs() ? next.get().withoutLeadingTabs() : next.get();
      if (line.text().equals(word.name())) {
        return Optional.of(body.toString());
      }
      checkReadable(line);
      body.append(line.raw());
    }
    return Optional.empty();
  }

  private void checkReadable(PhysicalLine line) {
    if (!line.readable()) {
      report(
          line.number(),
          "the line is not text in UTF-8, or it holds a NUL byte; save the file in UTF-8");
    }
  }

  private SourcePosition place(PhysicalLine first) {
    return places.at(first.number(), source.number());
  }

  private void report(int line, String message) {
    problems.add(Problem.at(places.at(line, line), message));
  }
}
