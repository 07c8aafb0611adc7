package dev.kaniko.ports.command;

import java.util.List;

/** How a command ended. */
public sealed interface CommandResult {

  /** In words, to follow the command: {@code exited with status 42}. */
  String ending();

  /** The status that the executor passes on: 0 for success only. */
  int exitCode();

  /** The last lines that the command wrote, for the error's message. */
  List<String> lastOutput();

  default boolean succeeded() {
    return exitCode() == 0;
  }

  /**
   * @param status 0 to 255
   */
  record Exited(int status, List<String> lastOutput) implements CommandResult {
    public Exited {
      lastOutput = List.copyOf(lastOutput);
    }

    @Override
    public String ending() {
      return "exited with status " + status;
    }

    @Override
    public int exitCode() {
      return status;
    }
  }

  /** A signal ended it; the executor exits with 255 as kaniko does. */
  record Killed(int signal, List<String> lastOutput) implements CommandResult {
    public Killed {
      lastOutput = List.copyOf(lastOutput);
    }

    @Override
    public String ending() {
      return "was killed by signal " + signal;
    }

    @Override
    public int exitCode() {
      return 255;
    }
  }

  /**
   * The program could not be started at all.
   *
   * @param reason such as {@code /bin/sh: no such file or directory}
   */
  record NotStarted(String reason) implements CommandResult {
    @Override
    public String ending() {
      return "could not be started: " + reason;
    }

    /** What shells use for a command that is not found. */
    @Override
    public int exitCode() {
      return 127;
    }

    @Override
    public List<String> lastOutput() {
      return List.of();
    }
  }
}
