package dev.kaniko.cli.caches;

import dev.kaniko.application.warm.WarmBases.Outcome;
import dev.kaniko.cli.flags.FlagGrammar.BadArguments;
import dev.kaniko.cli.log.ConsoleListener;
import dev.kaniko.cli.log.Log;
import dev.kaniko.cli.log.LogLevel;
import dev.kaniko.cli.options.LogOptions;
import dev.kaniko.cli.process.FlagCommand;
import dev.kaniko.cli.process.Surroundings;
import dev.kaniko.ports.failure.BuildFailure;
import java.util.List;
import java.util.concurrent.CancellationException;
import picocli.CommandLine.ParseResult;

/** The command {@code warmer}: reads its flags, lets the images be copied, reports. */
public final class WarmerCommand {
  /** What it is called as a program of its own, and behind {@code executor}. */
  private static final int FAILED = 1;

  private static final int CANCELLED = 143;

  private final Surroundings surroundings;
  private final Warming warming;
  private final WarmerFlags flags = new WarmerFlags();

  public WarmerCommand(Surroundings surroundings, Warming warming) {
    this.surroundings = surroundings;
    this.warming = warming;
  }

  /**
   * Gives the status to exit with.
   *
   * @param arguments behind the command's name
   */
  public int run(List<String> arguments) {
    return FlagCommand.run(flags, () -> flags.help, arguments, surroundings, this::warm);
  }

  private int warm(ParseResult given) throws BadArguments {
    Log log = LogOptions.open(flags.log, surroundings);
    if (given.hasMatchedOption("--cache-ttl")) {
      log.write(LogLevel.INFO, "--cache-ttl: Changes nothing: what a tag means is always asked.");
    }
    return warm(WarmerOptions.of(flags, surroundings), log);
  }

  private int warm(WarmerOptions options, Log log) {
    ConsoleListener listener =
        new ConsoleListener(log, surroundings.out(), surroundings.err(), surroundings.clock());
    try {
      Outcome outcome = warming.run(options, surroundings, listener);
      if (outcome.kept() > 0 || outcome.last().isEmpty()) {
        return 0;
      }
      return failed(outcome.last().get());
    } catch (BuildFailure failure) {
      return failed(failure);
    } catch (InterruptedException | CancellationException e) {
      surroundings.err().println("Failed warming cache: cancelled");
      return CANCELLED;
    }
  }

  private int failed(BuildFailure failure) {
    surroundings.err().println("Failed warming cache: " + failure.getMessage());
    return FAILED;
  }
}
