package dev.kaniko.domain.dockerfile;

import dev.kaniko.domain.dockerfile.syntax.CheckOptions;
import dev.kaniko.domain.dockerfile.syntax.LogicalLine;
import dev.kaniko.domain.source.Problem;
import dev.kaniko.domain.source.SourcePosition;
import java.util.List;

/**
 * A Dockerfile, and what is known about its text beyond its meaning.
 *
 * @param warnings what reading it brought up, in the order of the file
 * @param check what its {@code check} directive asks of the build checks
 * @param lines every instruction as it stands in the file, FROM and ARG included, in its order
 * @param emptyContinuations see {@link
 *     dev.kaniko.domain.dockerfile.syntax.LogicalLines#emptyContinuations}
 */
public record ParsedDockerfile(
    Dockerfile dockerfile,
    List<Problem> warnings,
    CheckOptions check,
    List<LogicalLine> lines,
    List<SourcePosition> emptyContinuations) {
  public ParsedDockerfile {
    warnings = List.copyOf(warnings);
    lines = List.copyOf(lines);
    emptyContinuations = List.copyOf(emptyContinuations);
  }
}
