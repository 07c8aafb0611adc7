package dev.kaniko.cli;

import dev.kaniko.application.context.DockerfileLocator.TextFile;
import dev.kaniko.cli.flags.ExecutorFlags;
import dev.kaniko.cli.flags.FlagGrammar;
import dev.kaniko.cli.flags.FlagGrammar.BadArguments;
import dev.kaniko.cli.flags.UnbuiltFlags;
import dev.kaniko.cli.log.ConsoleListener;
import dev.kaniko.cli.log.Log;
import dev.kaniko.cli.options.BuildOptions;
import dev.kaniko.cli.options.LogOptions;
import dev.kaniko.cli.options.Notices;
import dev.kaniko.cli.process.Subcommand;
import dev.kaniko.cli.process.Surroundings;
import dev.kaniko.cli.process.Version;
import dev.kaniko.cli.report.FailureReport;
import dev.kaniko.cli.report.SourceExcerpt;
import dev.kaniko.domain.source.NearestName;
import dev.kaniko.ports.failure.BuildFailure;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import picocli.CommandLine;

/** The command {@code executor}: reads the flags, runs the build, reports. */
public final class Executor {
  private static final int CANCELLED = 143;

  private final Surroundings surroundings;
  private final Builds builds;
  private final Map<String, Subcommand> subcommands;
  private final ExecutorFlags flags = new ExecutorFlags();

  /**
   * @param builds runs what the flags ask for
   * @param subcommands do what a first word asks for instead
   */
  public Executor(Surroundings surroundings, Builds builds, Map<String, Subcommand> subcommands) {
    this.surroundings = surroundings;
    this.builds = builds;
    this.subcommands = Map.copyOf(subcommands);
  }

  /** Gives the status to exit with. */
  public int run(List<String> arguments) {
    // Without the command line's parser, which takes a third of the time of so short a run.
    if (arguments.equals(List.of("version")) || arguments.equals(List.of("--version"))) {
      return showVersion();
    }
    String first = arguments.isEmpty() ? "" : arguments.getFirst();
    if (subcommands.containsKey(first)) {
      return subcommands.get(first).run(arguments.subList(1, arguments.size()));
    }
    return first.isEmpty() || first.startsWith("-") ? build(arguments) : unknownCommand(first);
  }

  private int unknownCommand(String name) {
    String hint =
        NearestName.of(name, subcommands.keySet())
            .map(near -> " (did you mean " + near + "?)")
            .orElse("");
    return badArguments(commandLine(), "unknown command \"" + name + "\" for \"executor\"" + hint);
  }

  private int build(List<String> arguments) {
    CommandLine commandLine = commandLine();
    BuildOptions options;
    Log log;
    try {
      FlagGrammar grammar = new FlagGrammar(commandLine.getCommandSpec(), UnbuiltFlags.all());
      commandLine.parseArgs(grammar.normalize(arguments).toArray(String[]::new));
      if (flags.help) {
        commandLine.usage(surroundings.out());
        return 0;
      }
      if (flags.version) {
        return showVersion();
      }
      log = LogOptions.open(flags.log, surroundings);
      Notices.show(commandLine.getParseResult(), surroundings.environment(), log);
      options = BuildOptions.of(flags, surroundings);
    } catch (BadArguments | CommandLine.ParameterException e) {
      return badArguments(commandLine, e.getMessage());
    }
    return build(options, log);
  }

  private CommandLine commandLine() {
    return new CommandLine(flags)
        .setExpandAtFiles(false)
        .setOverwrittenOptionsAllowed(true)
        .setTrimQuotes(false)
        .setInterpolateVariables(true);
  }

  private int showVersion() {
    surroundings.out().println("Kaniko version :  " + Version.current());
    return 0;
  }

  /** As cobra does: the error, then the usage, both on standard error. */
  private int badArguments(CommandLine commandLine, String message) {
    surroundings.err().println("Error: " + message);
    commandLine.usage(surroundings.err());
    return FailureReport.FAILED;
  }

  private int build(BuildOptions options, Log log) {
    ConsoleListener listener =
        new ConsoleListener(log, surroundings.out(), surroundings.err(), surroundings.clock());
    DockerfileText read = new DockerfileText();
    try {
      builds.run(options, surroundings, listener, read);
      return 0;
    } catch (BuildFailure failure) {
      return new FailureReport(log, surroundings.err(), read.excerpt()).show(failure);
    } catch (InterruptedException | CancellationException e) {
      surroundings.err().println("error building image: cancelled");
      return CANCELLED;
    }
  }

  /** Keeps the Dockerfile's text for the report of a failure. */
  public static final class DockerfileText {
    private Optional<SourceExcerpt> excerpt = Optional.empty();

    /** Called as soon as the Dockerfile was found. */
    public void found(TextFile dockerfile) {
      excerpt = Optional.of(new SourceExcerpt(dockerfile.name(), dockerfile.bytes()));
    }

    Optional<SourceExcerpt> excerpt() {
      return excerpt;
    }
  }
}
