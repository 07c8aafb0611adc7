package dev.kaniko.domain.dockerfile.instruction;

import java.util.List;

/** What a RUN starts, with its heredocs put where they belong. */
public sealed interface RunProgram {

  /** A program and its arguments. */
  record Arguments(List<String> arguments) implements RunProgram {
    public Arguments {
      arguments = List.copyOf(arguments);
    }
  }

  /** Text that the stage's shell is given as one argument. */
  record ShellText(String text) implements RunProgram {}

  /**
   * A script that names its interpreter in its first line. It is started by itself, without the
   * shell, from a file of mode 0755 that exists while it runs.
   *
   * @param name of the file, below {@code /dev/pipes}
   */
  record Script(String name, String content) implements RunProgram {}
}
