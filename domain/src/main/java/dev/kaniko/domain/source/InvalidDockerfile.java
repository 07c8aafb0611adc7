package dev.kaniko.domain.source;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A Dockerfile, one of its instructions, or the ignore file beside it is not valid; carries every
 * problem that was found, at least one.
 */
public final class InvalidDockerfile extends RuntimeException {
  private final transient List<Problem> problems;

  public InvalidDockerfile(List<Problem> problems) {
    // Without a stack trace: it is the user's file that is looked into, and there may be thousands.
    super(
        problems.stream().map(Problem::toString).collect(Collectors.joining("\n")),
        null,
        false,
        false);
    if (problems.isEmpty()) {
      throw new IllegalArgumentException("no problem, no exception");
    }
    this.problems = List.copyOf(problems);
  }

  public InvalidDockerfile(Problem problem) {
    this(List.of(problem));
  }

  public List<Problem> problems() {
    return problems;
  }
}
