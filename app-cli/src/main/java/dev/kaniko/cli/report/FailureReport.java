package dev.kaniko.cli.report;

import dev.kaniko.cli.log.Log;
import dev.kaniko.cli.log.LogLevel;
import dev.kaniko.domain.source.Problem;
import dev.kaniko.domain.source.SourcePosition;
import dev.kaniko.ports.command.CommandResult;
import dev.kaniko.ports.command.CommandResult.Exited;
import dev.kaniko.ports.command.CommandResult.Killed;
import dev.kaniko.ports.command.CommandResult.NotStarted;
import dev.kaniko.ports.failure.BuildFailure;
import dev.kaniko.ports.failure.CommandFailure;
import dev.kaniko.ports.failure.EnvironmentFailure;
import dev.kaniko.ports.failure.RegistryFailure;
import dev.kaniko.ports.failure.UnsafeContentFailure;
import dev.kaniko.ports.failure.UserMistakes;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;

/** Shows why a build failed and decides what the executor exits with. */
public final class FailureReport {
  /** For everything but a command's own status. */
  public static final int FAILED = 1;

  private static final String PREFIX = "error building image: ";

  private final Log log;
  private final PrintStream err;
  private final Optional<SourceExcerpt> source;

  /**
   * @param source the Dockerfile, if it was read
   */
  public FailureReport(Log log, PrintStream err, Optional<SourceExcerpt> source) {
    this.log = log;
    this.err = err;
    this.source = source;
  }

  /** Prints the failure; the last line is plain text, as kaniko's users look for it. */
  public int show(BuildFailure failure) {
    return switch (failure) {
      case UserMistakes mistakes -> {
        List<Problem> problems =
            mistakes.problems().stream().map(problem -> placed(problem, mistakes)).toList();
        problems.forEach(this::show);
        Problem first = problems.getFirst();
        String more = problems.size() > 1 ? " (and " + (problems.size() - 1) + " more)" : "";
        yield fail(PREFIX + first + more);
      }
      case CommandFailure command -> {
        show(command);
        err.println(
            PREFIX
                + "error building stage: failed to execute command: "
                + goEnding(command.result()));
        yield command.result().exitCode();
      }
      case RegistryFailure registry -> fail(registry, registry.hint());
      case UnsafeContentFailure unsafe -> fail(unsafe, Optional.empty());
      case EnvironmentFailure environment -> fail(environment, environment.hint());
    };
  }

  /** A failure with its hint, for the commands beside the build, which show nothing else. */
  public static String sentence(BuildFailure failure) {
    Optional<String> hint =
        switch (failure) {
          case RegistryFailure registry -> registry.hint();
          case EnvironmentFailure environment -> environment.hint();
          // Their messages have the hints in them.
          case UserMistakes _, CommandFailure _, UnsafeContentFailure _ -> Optional.empty();
        };
    Problem general = Problem.general(String.valueOf(failure.getMessage()));
    return hint.map(general::withHint).orElse(general).toString();
  }

  /** What happened while an instruction was executed is shown with it. */
  private static Problem placed(Problem problem, BuildFailure failure) {
    return problem.orAt(failure.instruction());
  }

  private int fail(BuildFailure failure, Optional<String> hint) {
    Problem general = Problem.general(failure.getMessage()).orAt(failure.instruction());
    Problem problem = hint.map(general::withHint).orElse(general);
    show(problem);
    return fail(PREFIX + problem);
  }

  private int fail(String message) {
    err.println(message);
    return FAILED;
  }

  private void show(Problem problem) {
    log.write(LogLevel.ERROR, problem.toString());
    problem.position().ifPresent(position -> excerpt(position, problem.culprit()));
  }

  private void show(CommandFailure failure) {
    log.write(LogLevel.ERROR, failure.getMessage());
    excerpt(failure.position(), Optional.empty());
    List<String> output = failure.result().lastOutput();
    if (!output.isEmpty()) {
      log.write(LogLevel.ERROR, "the command's last output:");
      output.forEach(line -> log.write(LogLevel.ERROR, "  | " + line));
    }
  }

  private void excerpt(SourcePosition position, Optional<String> culprit) {
    source
        .filter(text -> text.isOf(position))
        .ifPresent(
            text -> text.lines(position, culprit).forEach(line -> log.write(LogLevel.ERROR, line)));
  }

  /** As Go's os/exec words it. */
  private static String goEnding(CommandResult result) {
    return switch (result) {
      case Exited(int status, List<String> _) ->
          "waiting for process to exit: exit status " + status;
      case Killed(int signal, List<String> _) ->
          "waiting for process to exit: killed by signal " + signal;
      case NotStarted(String reason) -> "starting command: " + reason;
    };
  }
}
