package dev.kaniko.cli.login;

import dev.kaniko.cli.flags.FlagGrammar.BadArguments;
import dev.kaniko.cli.process.FlagCommand;
import dev.kaniko.cli.process.Surroundings;
import dev.kaniko.cli.report.FailureReport;
import dev.kaniko.ports.failure.BuildFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/** The commands {@code executor login} and {@code executor logout}. */
public final class LoginCommand {
  private final Surroundings surroundings;
  private final Logins logins;

  public LoginCommand(Surroundings surroundings, Logins logins) {
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
  public int login(List<String> arguments) {
    LoginFlags flags = new LoginFlags();
    return run(
        flags,
        () -> flags.help,
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
  public int logout(List<String> arguments) {
    LogoutFlags flags = new LogoutFlags();
    return run(
        flags,
        () -> flags.help,
        arguments,
        place -> logins.logout(LoginOptions.registry(place), surroundings));
  }

  private int run(Object flags, BooleanSupplier help, List<String> arguments, Deed deed) {
    OptionalInt place = place(arguments);
    List<String> rest = new ArrayList<>(arguments);
    place.ifPresent(rest::remove);
    return FlagCommand.run(
        flags,
        help,
        rest,
        surroundings,
        _ -> {
          if (place.isEmpty()) {
            throw new BadArguments("name the registry: HOST, HOST:PORT, or docker.io");
          }
          return act(deed, arguments.get(place.getAsInt()));
        });
  }

  private int act(Deed deed, String registry) throws BadArguments {
    try {
      surroundings.out().println(deed.done(registry));
      return 0;
    } catch (BuildFailure e) {
      surroundings.err().println("Error: " + FailureReport.sentence(e));
      return FailureReport.FAILED;
    }
  }

  /** Which argument is the registry, which stands before the flags or behind them. */
  private static OptionalInt place(List<String> arguments) {
    return IntStream.of(0, arguments.size() - 1)
        .filter(index -> index >= 0 && index < arguments.size())
        .filter(index -> !arguments.get(index).startsWith("-"))
        .findFirst();
  }
}
