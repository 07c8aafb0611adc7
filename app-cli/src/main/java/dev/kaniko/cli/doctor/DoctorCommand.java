package dev.kaniko.cli.doctor;

import dev.kaniko.application.doctor.Diagnosis;
import dev.kaniko.application.doctor.Diagnosis.Entry;
import dev.kaniko.cli.flags.FlagGrammar;
import dev.kaniko.cli.flags.FlagGrammar.BadArguments;
import dev.kaniko.cli.process.Surroundings;
import dev.kaniko.cli.report.FailureReport;
import dev.kaniko.ports.failure.UserMistakes;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;

/** The command {@code executor doctor}: reads its flags, lets examine, prints the findings. */
public final class DoctorCommand {
  private static final int COMMANDS_CANNOT_RUN = 1;

  private final Surroundings surroundings;
  private final Examination examination;
  private final DoctorFlags flags = new DoctorFlags();

  public DoctorCommand(Surroundings surroundings, Examination examination) {
    this.surroundings = surroundings;
    this.examination = examination;
  }

  /**
   * Gives the status to exit with.
   *
   * @param arguments behind the command's name
   */
  public int run(List<String> arguments) {
    CommandLine commandLine =
        new CommandLine(flags).setExpandAtFiles(false).setOverwrittenOptionsAllowed(true);
    try {
      boolean hasPlace = !arguments.isEmpty() && !arguments.getFirst().startsWith("-");
      List<String> rest = hasPlace ? arguments.subList(1, arguments.size()) : arguments;
      FlagGrammar grammar = new FlagGrammar(commandLine.getCommandSpec(), Map.of());
      commandLine.parseArgs(grammar.normalize(rest).toArray(String[]::new));
      if (flags.help) {
        commandLine.usage(surroundings.out());
        return 0;
      }
      Optional<String> place = hasPlace ? Optional.of(arguments.getFirst()) : Optional.empty();
      DoctorOptions options = DoctorOptions.of(place, flags, surroundings);
      return show(examination.of(options, surroundings));
    } catch (UserMistakes e) {
      surroundings.err().println("Error: " + e.getMessage());
      return FailureReport.FAILED;
    } catch (BadArguments | CommandLine.ParameterException e) {
      surroundings.err().println("Error: " + e.getMessage());
      commandLine.usage(surroundings.err());
      return FailureReport.FAILED;
    }
  }

  private int show(Diagnosis diagnosis) {
    for (Entry entry : diagnosis.entries()) {
      String mark = entry.finding().mark().name().toLowerCase(Locale.ROOT);
      surroundings
          .out()
          .println(
              String.format(
                  Locale.ROOT, "%-4s  %s: %s", mark, entry.subject(), entry.finding().text()));
    }
    return diagnosis.commandsCanRun() ? 0 : COMMANDS_CANNOT_RUN;
  }
}
