package dev.kaniko.cli.docker;

import dev.kaniko.cli.flags.FlagGrammar.BadArguments;
import dev.kaniko.cli.process.Subcommand;
import dev.kaniko.cli.process.Surroundings;
import dev.kaniko.cli.report.FailureReport;
import java.util.List;
import picocli.CommandLine;

/** {@code executor build}: the same build, asked for as of {@code docker build}. */
public final class DockerBuildCommand implements Subcommand {
  private final Surroundings surroundings;
  private final Subcommand executor;

  /**
   * @param executor takes the executor's own flags
   */
  public DockerBuildCommand(Surroundings surroundings, Subcommand executor) {
    this.surroundings = surroundings;
    this.executor = executor;
  }

  @Override
  public int run(List<String> arguments) {
    DockerFlags flags = new DockerFlags();
    CommandLine commandLine =
        new CommandLine(flags).setExpandAtFiles(false).setOverwrittenOptionsAllowed(true);
    List<String> own;
    try {
      commandLine.parseArgs(arguments.toArray(String[]::new));
      if (flags.help) {
        commandLine.usage(surroundings.out());
        return 0;
      }
      own = DockerArguments.of(flags);
      if (flags.pull) {
        surroundings.err().println("--pull changes nothing: a registry is always asked for a tag");
      }
      if (flags.noCache && !flags.cacheFrom.isEmpty()) {
        surroundings.err().println("--cache-from changes nothing: with --no-cache, none is read");
      }
    } catch (BadArguments | CommandLine.ParameterException e) {
      surroundings.err().println("Error: " + e.getMessage());
      commandLine.usage(surroundings.err());
      return FailureReport.FAILED;
    }
    return executor.run(own);
  }
}
