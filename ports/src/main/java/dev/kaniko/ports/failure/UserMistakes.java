package dev.kaniko.ports.failure;

import dev.kaniko.domain.source.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** The user has to change something: the Dockerfile, a flag, a file. Carries all that was found. */
public final class UserMistakes extends BuildFailure {
  private final transient List<Problem> problems;

  public UserMistakes(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")), null);
    if (problems.isEmpty()) {
      throw new IllegalArgumentException("no problem, no failure");
    }
    this.problems = List.copyOf(problems);
  }

  public UserMistakes(Problem problem) {
    this(List.of(problem));
  }

  public List<Problem> problems() {
    return problems;
  }
}
