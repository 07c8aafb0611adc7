package dev.kaniko.cli.doctor;

import dev.kaniko.application.doctor.Diagnosis;
import dev.kaniko.application.doctor.Diagnosis.Entry;
import dev.kaniko.cli.flags.FlagGrammar.BadArguments;
import dev.kaniko.cli.process.FlagCommand;
import dev.kaniko.cli.process.Surroundings;
import dev.kaniko.cli.report.FailureReport;
import dev.kaniko.ports.failure.UserMistakes;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

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
    boolean hasPlace = !arguments.isEmpty() && !arguments.getFirst().startsWith("-");
    Optional<String> place = hasPlace ? Optional.of(arguments.getFirst()) : Optional.empty();
    List<String> rest = hasPlace ? arguments.subList(1, arguments.size()) : arguments;
    return FlagCommand.run(flags, () -> flags.help, rest, surroundings, _ -> examine(place));
  }

  private int examine(Optional<String> place) throws BadArguments {
    try {
      DoctorOptions options = DoctorOptions.of(place, flags, surroundings);
      return show(examination.of(options, surroundings));
    } catch (UserMistakes e) {
      surroundings.err().println("Error: " + e.getMessage());
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
