package dev.kaniko.cli.reference;

import dev.kaniko.cli.process.Subcommand;
import dev.kaniko.cli.process.Surroundings;
import dev.kaniko.cli.report.FailureReport;
import java.util.List;
import picocli.AutoComplete;
import picocli.CommandLine;

/** {@code executor completion}: a script that completes flags in bash and zsh. */
public final class CompletionCommand implements Subcommand {
  private static final List<String> SHELLS = List.of("bash", "zsh");

  private final Surroundings surroundings;
  private final WholeCommandLine whole;

  public CompletionCommand(Surroundings surroundings, WholeCommandLine whole) {
    this.surroundings = surroundings;
    this.whole = whole;
  }

  @Override
  public int run(List<String> arguments) {
    if (arguments.size() != 1 || !SHELLS.contains(arguments.getFirst())) {
      surroundings.err().println("Error: name a shell, one of " + String.join(", ", SHELLS));
      surroundings.err().println("For this shell: source <(executor completion bash)");
      return FailureReport.FAILED;
    }
    CommandLine commandLine = whole.make();
    // The script for bash has what zsh needs to understand it.
    surroundings.out().println(AutoComplete.bash(commandLine.getCommandName(), commandLine));
    return 0;
  }
}
