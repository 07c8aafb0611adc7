package dev.kaniko.domain.check;

import dev.kaniko.domain.dockerfile.Dockerfile;
import dev.kaniko.domain.dockerfile.ParsedDockerfile;
import dev.kaniko.domain.dockerfile.syntax.CheckOptions;
import dev.kaniko.domain.dockerfile.syntax.LogicalLines;
import java.util.List;
import java.util.SortedSet;

/** Checks a Dockerfile by all rules. */
public final class DockerfileCheck {
  private DockerfileCheck() {}

  /**
   * What can be said of a file that is not valid.
   *
   * @param options of the build argument or the directive
   */
  public static List<Violation> linesOnly(LogicalLines text, CheckOptions options) {
    Violations violations = new Violations(options, text.lines());
    new LineRules(violations).check(text.lines(), text.emptyContinuations());
    return violations.found();
  }

  /** What can be said of a valid file when nothing is known of its build. */
  public static CheckResult ofText(ParsedDockerfile parsed, CheckOptions options) {
    Violations violations = new Violations(options, parsed.lines());
    checkText(parsed, violations);
    return new CheckResult(violations.found(), List.of());
  }

  private static void checkText(ParsedDockerfile parsed, Violations violations) {
    new LineRules(violations).check(parsed.lines(), parsed.emptyContinuations());
    new StageRules(violations).check(parsed.dockerfile());
  }

  /**
   * What can be said of a file and its build.
   *
   * @param options of the build argument, or else of the file's directive
   * @param stages the numbers of those to look into; their names and FROMs are looked at anyway
   */
  public static CheckResult of(
      ParsedDockerfile parsed,
      CheckOptions options,
      CheckedBuild build,
      SortedSet<Integer> stages) {
    Dockerfile dockerfile = parsed.dockerfile();
    Violations violations = new Violations(options, parsed.lines());
    checkText(parsed, violations);
    new BaseRules(dockerfile, build, violations).check();
    StageWalk walk = new StageWalk(dockerfile, build, violations);
    stages.forEach(index -> walk.check(dockerfile.stages().get(index)));
    return new CheckResult(violations.found(), walk.problems());
  }
}
