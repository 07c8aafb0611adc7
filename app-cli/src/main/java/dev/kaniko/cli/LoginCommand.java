package dev.kaniko.cli;

import dev.kaniko.cli.flags.FlagGrammar;
import dev.kaniko.cli.flags.FlagGrammar.BadArguments;
import dev.kaniko.cli.flags.LoginFlags;
import dev.kaniko.cli.flags.LogoutFlags;
import dev.kaniko.ports.failure.BuildFailure;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/** The commands {@code executor login} and {@code executor logout}. */
final class LoginCommand {
  static final String LOGIN = "login";
  static final String LOGOUT = "logout";

  private final Surroundings surroundings;
  private final Logins logins;

  LoginCommand(Surroundings surroundings, Logins logins) {
    this.surroundings = surroundings;
    this.logins = logins;
  }

  /** What is left to do once the flags are read; gives what is to be shown. */
  private interface Deed {
    String done(String registry) throws BadArguments;
  }

  /**
   * Gives the status to exit with.
   *
   * @param arguments behind the command's name
   */
  int login(List<String> arguments) {
    LoginFlags flags = new LoginFlags();
    return run(
        flags,
        arguments,
        place -> {
          LoginOptions options = LoginOptions.of(place, flags, surroundings.in());
          if (flags.password.isPresent()) {
            surroundings
                .err()
                .println(
                    "WARNING: others can see a password on the command line; use --password-stdin");
          }
          return logins.login(options, surroundings);
        });
  }

  /** As {@link #login}. */
  int logout(List<String> arguments) {
    return run(
        new LogoutFlags(),
        arguments,
        place -> logins.logout(LoginOptions.registry(place), surroundings));
  }

  private int run(Object flags, List<String> arguments, Deed deed) {
    CommandLine commandLine =
        new CommandLine(flags)
            .setExpandAtFiles(false)
            .setOverwrittenOptionsAllowed(true)
            .setTrimQuotes(false);
    try {
      // The registry stands before the flags or behind them.
      boolean first = !arguments.isEmpty() && !arguments.getFirst().startsWith("-");
      int last = arguments.size() - 1;
      boolean behind = !first && last >= 0 && !arguments.get(last).startsWith("-");
      List<String> rest =
          first
              ? arguments.subList(1, arguments.size())
              : arguments.subList(0, behind ? last : arguments.size());
      FlagGrammar grammar = new FlagGrammar(commandLine.getCommandSpec(), Map.of());
      CommandLine.ParseResult parsed =
          commandLine.parseArgs(grammar.normalize(rest).toArray(String[]::new));
      if (parsed.hasMatchedOption("--help")) {
        commandLine.usage(surroundings.out());
        return 0;
      }
      if (!first && !behind) {
        throw new BadArguments("name the registry: HOST, HOST:PORT, or docker.io");
      }
      surroundings.out().println(deed.done(arguments.get(first ? 0 : last)));
      return 0;
    } catch (BuildFailure e) {
      surroundings.err().println("Error: " + FailureReport.sentence(e));
      return FailureReport.FAILED;
    } catch (BadArguments | CommandLine.ParameterException e) {
      surroundings.err().println("Error: " + e.getMessage());
      commandLine.usage(surroundings.err());
      return FailureReport.FAILED;
    }
  }
}
