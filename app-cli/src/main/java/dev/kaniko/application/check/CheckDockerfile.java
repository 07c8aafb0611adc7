package dev.kaniko.application.check;

import dev.kaniko.application.plan.BuildArguments;
import dev.kaniko.application.plan.StageGraph;
import dev.kaniko.application.plan.StageGraph.Survey;
import dev.kaniko.application.plan.Unsupported;
import dev.kaniko.domain.check.CheckResult;
import dev.kaniko.domain.check.DockerfileCheck;
import dev.kaniko.domain.dockerfile.Dockerfile;
import dev.kaniko.domain.dockerfile.DockerfileParser;
import dev.kaniko.domain.dockerfile.ParsedDockerfile;
import dev.kaniko.domain.dockerfile.Stage;
import dev.kaniko.domain.dockerfile.instruction.Instruction;
import dev.kaniko.domain.dockerfile.syntax.CheckOptions;
import dev.kaniko.domain.dockerfile.syntax.Directive;
import dev.kaniko.domain.dockerfile.syntax.LogicalLines;
import dev.kaniko.domain.source.InvalidDockerfile;
import dev.kaniko.domain.source.Problem;
import dev.kaniko.domain.source.SourcePosition;
import dev.kaniko.ports.failure.UserMistakes;
import dev.kaniko.ports.registry.ImageRegistry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The use case: checks a Dockerfile, and builds nothing. */
public final class CheckDockerfile {
  /** The build argument that takes the place of the file's directive. */
  private static final String OPTIONS = "BUILDKIT_DOCKERFILE_CHECK";

  private final CheckRequest request;
  private final KnownBases bases;

  /**
   * @param registry is asked what variables bases have; without it, none is called undefined where
   *     a base might have it
   * @param tolerant whether a base that cannot be asked for is one problem among others, rather
   *     than a failure
   */
  public CheckDockerfile(CheckRequest request, Optional<ImageRegistry> registry, boolean tolerant) {
    this.request = request;
    this.bases = new KnownBases(registry, tolerant);
  }

  /**
   * Checks a file, be it valid or not.
   *
   * @param file its name, for messages
   * @throws InterruptedException when it was cancelled
   */
  public CheckResult check(String file, byte[] content) throws InterruptedException {
    ParsedDockerfile parsed;
    try {
      parsed =
          request.ignoreSyntax()
              ? DockerfileParser.parseIgnoringSyntax(file, content)
              : DockerfileParser.parse(file, content);
    } catch (InvalidDockerfile e) {
      return invalid(LogicalLines.ofFile(file, content), e.problems());
    }
    return check(parsed);
  }

  /** The directive of a file that is not valid may be what is not valid about it. */
  private CheckResult invalid(LogicalLines text, List<Problem> problems) {
    CheckOptions options;
    try {
      String value =
          Optional.ofNullable(request.buildArgs().get(OPTIONS))
              .or(() -> text.directives().check().map(Directive::value))
              .orElse("");
      options = CheckOptions.parse(value);
    } catch (IllegalArgumentException _) {
      options = CheckOptions.NONE;
    }
    return new CheckResult(DockerfileCheck.linesOnly(text, options), problems);
  }

  /**
   * Checks a valid file.
   *
   * @throws dev.kaniko.ports.failure.BuildFailure when a base cannot be asked for
   */
  public CheckResult check(ParsedDockerfile parsed) throws InterruptedException {
    Dockerfile dockerfile = parsed.dockerfile();
    List<Problem> problems = new ArrayList<>();
    CheckOptions options = options(parsed, problems);
    CheckResult result;
    try {
      Optional<Stage> target = target(dockerfile);
      BuildArguments arguments =
          new BuildArguments(
              dockerfile,
              request.buildArgs(),
              request.platform(),
              target.flatMap(Stage::name).orElse("default"));
      StageGraph graph =
          new StageGraph(
              dockerfile, arguments.global(), request.platform(), request.namedContexts());
      Survey survey = graph.survey(target.map(List::of).orElse(dockerfile.stages()));
      problems.addAll(survey.problems());
      for (int index : survey.needed()) {
        List<Instruction> instructions = dockerfile.stages().get(index).instructions();
        problems.addAll(Unsupported.in(instructions, Optional.empty()));
      }
      bases.ask(dockerfile, graph, survey.needed());
      problems.addAll(bases.problems());
      KnownBuild build = new KnownBuild(arguments, bases, request.ignored());
      result = DockerfileCheck.of(parsed, options, build, survey.needed());
      problems.addAll(result.problems());
    } catch (UserMistakes e) {
      problems.addAll(e.problems());
      result = DockerfileCheck.ofText(parsed, options);
    }
    if (problems.isEmpty() && options.error() && !result.violations().isEmpty()) {
      problems.add(violated(result));
    }
    problems.sort(
        Comparator.comparing(it -> it.position().map(SourcePosition::firstLine).orElse(0)));
    return new CheckResult(result.violations(), problems);
  }

  private CheckOptions options(ParsedDockerfile parsed, List<Problem> problems) {
    String given = request.buildArgs().get(OPTIONS);
    if (given == null) {
      return parsed.check();
    }
    try {
      return CheckOptions.parse(given);
    } catch (IllegalArgumentException e) {
      problems.add(Problem.general("--build-arg " + OPTIONS + ": " + e.getMessage()));
      return parsed.check();
    }
  }

  /** Empty for all stages. */
  private Optional<Stage> target(Dockerfile dockerfile) {
    return request.target().isEmpty() && request.allStages()
        ? Optional.empty()
        : Optional.of(StageGraph.target(dockerfile, request.target()));
  }

  private static Problem violated(CheckResult result) {
    String rules =
        result.violations().stream()
            .map(violation -> violation.rule().ruleName())
            .distinct()
            .sorted()
            .collect(Collectors.joining(", "));
    return Problem.at(
        result.violations().getFirst().position(), "lint violation found for rules: " + rules);
  }
}
