package dev.kaniko.cli.process;

import dev.kaniko.cli.flags.FlagGrammar;
import dev.kaniko.cli.flags.FlagGrammar.BadArguments;
import dev.kaniko.cli.report.FailureReport;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** What the commands beside a build have in common: they have flags, and help about them. */
public final class FlagCommand {
  private FlagCommand() {}

  /** What is left to do when the flags are read. */
  @FunctionalInterface
  public interface Action {
    /** Gives the status to exit with. */
    int run(ParseResult given) throws BadArguments;
  }

  /**
   * Reads {@code arguments} into {@code flags}, and then shows the help, lets act, or says what is
   * wrong and how the command is used. Gives the status to exit with.
   *
   * @param help whether the help was asked for; it is asked when the flags are read
   */
  public static int run(
      Object flags,
      BooleanSupplier help,
      List<String> arguments,
      Surroundings surroundings,
      Action action) {
    CommandLine commandLine =
        new CommandLine(flags).setExpandAtFiles(false).setOverwrittenOptionsAllowed(true);
    try {
      FlagGrammar grammar = new FlagGrammar(commandLine.getCommandSpec(), Map.of());
      ParseResult given =
          commandLine.parseArgs(grammar.normalize(arguments).toArray(String[]::new));
      if (help.getAsBoolean()) {
        commandLine.usage(surroundings.out());
        return 0;
      }
      return action.run(given);
    } catch (BadArguments | CommandLine.ParameterException e) {
      surroundings.err().println("Error: " + e.getMessage());
      commandLine.usage(surroundings.err());
      return FailureReport.FAILED;
    }
  }
}
