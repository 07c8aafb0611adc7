package dev.kaniko.domain.dockerfile.instruction;

import java.util.List;
import java.util.stream.Stream;

/** What a RUN starts, with its heredocs put where they belong. */
public sealed interface RunProgram {

  /** The arguments to execute, given the stage's shell. */
  List<String> arguments(List<String> shell);

  /** The arguments as the history tells them, where a script is the shell's to start as well. */
  default List<String> recorded(List<String> shell) {
    return arguments(shell);
  }

  /** A program and its arguments. */
  record Arguments(List<String> arguments) implements RunProgram {
    public Arguments {
      arguments = List.copyOf(arguments);
    }

    @Override
    public List<String> arguments(List<String> shell) {
      return arguments;
    }
  }

  /** Text that the stage's shell is given as one argument. */
  record ShellText(String text) implements RunProgram {
    @Override
    public List<String> arguments(List<String> shell) {
      return Stream.concat(shell.stream(), Stream.of(text)).toList();
    }
  }

  /**
   * A script that names its interpreter in its first line. It is started by itself, without the
   * shell, from a file of mode 0755 that exists while it runs.
   *
   * @param name of the file, below {@code /dev/pipes}
   */
  record Script(String name, String content) implements RunProgram {
    /** Where the script is while it runs. */
    public String place() {
      return "/dev/pipes/" + name;
    }

    @Override
    public List<String> arguments(List<String> shell) {
      return List.of(place());
    }

    @Override
    public List<String> recorded(List<String> shell) {
      return Stream.concat(shell.stream(), Stream.of(place())).toList();
    }
  }
}
