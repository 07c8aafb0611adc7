package dev.kaniko.domain.dockerfile.syntax;

import dev.kaniko.domain.source.Problem;
import dev.kaniko.domain.source.SourcePosition;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * A file, cut into instructions.
 *
 * @param frontend the image that is to read the file, if it asks for one
 * @param lines in the order of the file
 * @param problems what keeps the file from being valid, in the order of the file
 * @param emptyContinuations the instructions with an empty line inside, up to the line that ends
 *     them; their heredocs are not counted in
 */
public record LogicalLines(
    Directives directives,
    Optional<Frontend> frontend,
    List<LogicalLine> lines,
    List<Problem> problems,
    List<SourcePosition> emptyContinuations) {
  public LogicalLines {
    lines = List.copyOf(lines);
    problems = List.copyOf(problems);
    emptyContinuations = List.copyOf(emptyContinuations);
  }

  /**
   * Cuts a Dockerfile.
   *
   * @param file its name, for positions
   */
  public static LogicalLines ofFile(String file, byte[] content) {
    return new LineAssembler(
            content, DirectiveZone.ofFile(), (first, last) -> new SourcePosition(file, first, last))
        .assemble(Frontend.requested(content));
  }

  /**
   * Cuts the text of an ONBUILD trigger, which has no directives of its own.
   *
   * @param position that of every line: the place that brought the trigger in
   */
  public static LogicalLines ofTrigger(String text, char escape, SourcePosition position) {
    return new LineAssembler(
            text.getBytes(StandardCharsets.UTF_8),
            DirectiveZone.closed(escape),
            (first, last) -> position)
        .assemble(Optional.empty());
  }
}
