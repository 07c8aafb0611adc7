package dev.kaniko.cli.inspect;

import dev.kaniko.application.context.DockerfileLocator.TextFile;
import dev.kaniko.cli.flags.FlagGrammar.BadArguments;
import dev.kaniko.cli.log.Log;
import dev.kaniko.cli.log.LogFormat;
import dev.kaniko.cli.log.LogLevel;
import dev.kaniko.cli.process.FlagCommand;
import dev.kaniko.cli.process.Subcommand;
import dev.kaniko.cli.process.Surroundings;
import dev.kaniko.cli.report.FailureReport;
import dev.kaniko.cli.report.SourceExcerpt;
import dev.kaniko.ports.failure.BuildFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What the commands have in common: a context first, then flags; a failure is shown like a build's.
 */
abstract class InspectCommand<F extends InspectFlags> implements Subcommand {
  private static final int CANCELLED = 143;

  final Surroundings surroundings;
  final F flags;

  InspectCommand(Surroundings surroundings, F flags) {
    this.surroundings = surroundings;
    this.flags = flags;
  }

  /** The formats that can be printed. */
  abstract List<String> formats();

  abstract String format();

  abstract InspectOptions options(Optional<String> place) throws BadArguments;

  /** Prints what there is to print, and gives the status to exit with. */
  abstract int run(InspectOptions options, Consumer<TextFile> found) throws InterruptedException;

  @Override
  public int run(List<String> arguments) {
    boolean hasPlace = !arguments.isEmpty() && !arguments.getFirst().startsWith("-");
    Optional<String> place = hasPlace ? Optional.of(arguments.getFirst()) : Optional.empty();
    List<String> rest = hasPlace ? arguments.subList(1, arguments.size()) : arguments;
    return FlagCommand.run(
        flags,
        () -> flags.help,
        rest,
        surroundings,
        _ -> {
          if (!formats().contains(format())) {
            throw new BadArguments("--format must be one of " + String.join(", ", formats()));
          }
          return reporting(options(place));
        });
  }

  private int reporting(InspectOptions options) {
    List<SourceExcerpt> read = new ArrayList<>();
    try {
      return run(options, file -> read.add(new SourceExcerpt(file.name(), file.bytes())));
    } catch (BuildFailure failure) {
      return new FailureReport(log(), surroundings.err(), read.stream().findFirst()).show(failure);
    } catch (InterruptedException e) {
      surroundings.err().println("cancelled");
      return CANCELLED;
    }
  }

  private Log log() {
    return new Log(
        surroundings.err(),
        surroundings.terminal(),
        LogFormat.COLOR,
        LogLevel.ERROR,
        false,
        surroundings.clock());
  }
}
