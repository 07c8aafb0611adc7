package dev.kaniko.cli.inspect;

import dev.kaniko.domain.check.CheckResult;
import dev.kaniko.domain.check.Violation;
import dev.kaniko.domain.source.Problem;
import java.util.Comparator;
import java.util.List;

/** What the checks have found, for people. */
final class CheckText {
  private CheckText() {}

  static String of(CheckResult result, NumberedSource source) {
    StringBuilder text = new StringBuilder(summary(result));
    List<Violation> sorted =
        result.violations().stream()
            .sorted(Comparator.comparingInt(violation -> violation.position().firstLine()))
            .toList();
    for (Violation violation : sorted) {
      text.append("\nWARNING: ").append(violation.rule().ruleName());
      violation.rule().url().ifPresent(url -> text.append(" - ").append(url));
      text.append('\n').append(violation.detail()).append('\n');
      text.append(source.around(violation.position()));
    }
    for (Problem problem : result.problems()) {
      text.append("\nERROR: ").append(problem.message());
      problem.hint().ifPresent(hint -> text.append(" (").append(hint).append(')'));
      text.append('\n');
      problem
          .position()
          .ifPresent(position -> text.append(source.pointing(position, problem.culprit())));
    }
    return text.toString();
  }

  private static String summary(CheckResult result) {
    int warnings = result.violations().size();
    String found =
        switch (warnings) {
          case 0 -> "no warnings found.";
          case 1 -> "1 warning has been found!";
          default -> warnings + " warnings have been found!";
        };
    if (result.problems().isEmpty()) {
      return "Check complete, " + found + "\n";
    }
    int errors = result.problems().size();
    return "This Dockerfile cannot be built: "
        + (errors == 1 ? "1 error, " : errors + " errors, ")
        + found
        + "\n";
  }
}
