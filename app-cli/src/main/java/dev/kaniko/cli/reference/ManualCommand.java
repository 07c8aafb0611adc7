package dev.kaniko.cli.reference;

import dev.kaniko.cli.process.Subcommand;
import dev.kaniko.cli.process.Surroundings;
import dev.kaniko.cli.process.Version;
import dev.kaniko.cli.report.FailureReport;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code executor manual}: the page of the manual, for man; in the language of man(7). */
public final class ManualCommand implements Subcommand {
  private final Surroundings surroundings;
  private final WholeCommandLine whole;
  private final StringBuilder page = new StringBuilder();

  public ManualCommand(Surroundings surroundings, WholeCommandLine whole) {
    this.surroundings = surroundings;
    this.whole = whole;
  }

  @Override
  public int run(List<String> arguments) {
    if (!arguments.isEmpty()) {
      surroundings.err().println("Error: executor manual > executor.1, and man ./executor.1");
      return FailureReport.FAILED;
    }
    CommandLine commandLine = whole.make();
    CommandSpec executor = commandLine.getCommandSpec();
    macro("TH EXECUTOR 1 \"\" \"kaniko " + Version.current() + "\"");
    macro("SH NAME");
    text("executor - builds container images from Dockerfiles, without a daemon");
    macro("SH SYNOPSIS");
    text("executor --context DIRECTORY --destination IMAGE [FLAG...]");
    macro("br");
    text("executor COMMAND [FLAG...]");
    macro("SH DESCRIPTION");
    paragraphs(executor);
    macro("SH FLAGS");
    options(executor);
    for (Map.Entry<String, CommandLine> command : commandLine.getSubcommands().entrySet()) {
      macro("SH \"executor " + command.getKey() + "\"");
      paragraphs(command.getValue().getCommandSpec());
      options(command.getValue().getCommandSpec());
    }
    surroundings.out().print(page);
    return 0;
  }

  private void paragraphs(CommandSpec command) {
    for (String paragraph : command.usageMessage().description()) {
      macro("PP");
      text(paragraph);
    }
  }

  private void options(CommandSpec command) {
    for (OptionSpec option : command.options()) {
      String value = option.arity().max() == 0 ? "" : " " + option.paramLabel();
      macro("TP");
      text("\\fB" + escaped(String.join(", ", option.names()) + value) + "\\fR", false);
      for (String line : option.description()) {
        text(line.replace("${DEFAULT-VALUE}", String.valueOf(option.defaultValue())));
      }
    }
  }

  private void macro(String name) {
    page.append('.').append(name).append('\n');
  }

  private void text(String line) {
    text(line, true);
  }

  private void text(String line, boolean plain) {
    page.append(plain ? escaped(line) : line).append('\n');
  }

  /** A backslash, a dash that is no hyphen, and a dot that begins no macro: groff_char(7). */
  private static String escaped(String text) {
    String dashes = text.replace("\\", "\\e").replace("-", "\\-");
    return dashes.startsWith(".") || dashes.startsWith("'") ? "\\&" + dashes : dashes;
  }
}
