package dev.kaniko.cli.inspect;

import dev.kaniko.domain.check.CheckResult;
import dev.kaniko.domain.check.Violation;
import dev.kaniko.domain.source.Problem;
import dev.kaniko.domain.source.SourcePosition;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What the checks have found, as {@code docker build --call=check,format=json} prints it: fields in
 * its order, those at their default left out. It has room for one error: several are one message of
 * several lines there, and share a location.
 */
final class CheckJson {
  private final JsonText json = new JsonText();

  private CheckJson() {}

  static String of(CheckResult result, NumberedSource source) {
    CheckJson writer = new CheckJson();
    writer.write(result, source);
    return writer.json + "\n";
  }

  private void write(CheckResult result, NumberedSource source) {
    json.begin('{').field("warnings").begin('[');
    result.violations().forEach(this::violation);
    json.end(']').field("sources").begin('[').element().begin('{');
    json.field("filename").string(source.file());
    json.field("data").string(Base64.getEncoder().encodeToString(source.bytes()));
    json.field("language").string("Dockerfile");
    json.end('}').end(']');
    if (!result.problems().isEmpty()) {
      error(result.problems());
    }
    json.end('}');
  }

  private void violation(Violation violation) {
    json.element().begin('{').field("ruleName").string(violation.rule().ruleName());
    json.field("description").string(violation.rule().description());
    violation.rule().url().ifPresent(url -> json.field("url").string(url));
    json.field("detail").string(violation.detail());
    location(List.of(violation.position()));
    json.end('}');
  }

  private void error(List<Problem> problems) {
    List<SourcePosition> positions = new ArrayList<>();
    problems.forEach(problem -> problem.position().ifPresent(positions::add));
    String message =
        problems.size() == 1
            ? alone(problems.getFirst())
            : problems.stream().map(Problem::toString).collect(Collectors.joining("\n"));
    json.field("buildError").begin('{').field("message").string(message);
    location(positions);
    json.end('}');
  }

  private static String alone(Problem problem) {
    return problem.message() + problem.hint().map(hint -> " (" + hint + ")").orElse("");
  }

  /** Each line is a range of its own. */
  private void location(List<SourcePosition> positions) {
    json.field("location").begin('{');
    if (!positions.isEmpty()) {
      json.field("ranges").begin('[');
      for (SourcePosition position : positions) {
        for (int line = position.firstLine(); line <= position.lastLine(); line++) {
          range(line);
        }
      }
      json.end(']');
    }
    json.end('}');
  }

  private void range(int line) {
    json.element().begin('{');
    json.field("start").begin('{').field("line").number(line).end('}');
    json.field("end").begin('{').field("line").number(line).end('}');
    json.end('}');
  }
}
