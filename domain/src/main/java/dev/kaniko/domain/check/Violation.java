package dev.kaniko.domain.check;

import dev.kaniko.domain.source.Problem;
import dev.kaniko.domain.source.SourcePosition;
import java.util.Optional;

/**
 * A place where a Dockerfile does what a rule advises against.
 *
 * @param detail what it does there
 */
public record Violation(CheckRule rule, String detail, SourcePosition position) {

  /** As a warning for people. */
  public Problem warning() {
    Problem problem = Problem.at(position, rule.ruleName() + ": " + detail);
    Optional<String> url = rule.url();
    return url.isPresent() ? problem.withHint(url.get()) : problem;
  }
}
