package dev.kaniko.cli.process;

import java.util.List;

/** A command that is not a build: the first word of the command line names it. */
@FunctionalInterface
public interface Subcommand {

  /**
   * Gives the status to exit with.
   *
   * @param arguments behind the command's name
   */
  int run(List<String> arguments);
}
