package dev.kaniko.domain.check;

import dev.kaniko.domain.source.Problem;
import java.util.List;

/**
 * What the checks have found.
 *
 * @param violations in the order of the rules that are about the whole file, then in that of the
 *     stages
 * @param problems what keeps the Dockerfile from being built
 */
public record CheckResult(List<Violation> violations, List<Problem> problems) {
  public CheckResult {
    violations = List.copyOf(violations);
    problems = List.copyOf(problems);
  }
}
