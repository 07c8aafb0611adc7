package dev.kaniko.domain.dockerfile.instruction;

import dev.kaniko.domain.dockerfile.syntax.LogicalLine;
import java.util.List;
import java.util.stream.Stream;

/** The command of RUN, CMD, ENTRYPOINT or HEALTHCHECK, in one of its two forms. */
public sealed interface CommandLine {

  /** The arguments of {@code line}: a JSON array of strings, or else text. */
  static CommandLine parse(LogicalLine line) {
    return line.jsonArray()
        .<CommandLine>map(ExecForm::new)
        .orElseGet(() -> new ShellForm(line.arguments()));
  }

  /** The arguments to execute, given the stage's shell. */
  List<String> arguments(List<String> shell);

  /** Text for the stage's shell. */
  record ShellForm(String text) implements CommandLine {
    @Override
    public List<String> arguments(List<String> shell) {
      return Stream.concat(shell.stream(), Stream.of(text)).toList();
    }
  }

  /** A program and its arguments, from a JSON array; may be empty. */
  record ExecForm(List<String> arguments) implements CommandLine {
    public ExecForm {
      arguments = List.copyOf(arguments);
    }

    @Override
    public List<String> arguments(List<String> shell) {
      return arguments;
    }
  }
}
