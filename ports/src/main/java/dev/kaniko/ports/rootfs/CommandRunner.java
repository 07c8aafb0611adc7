package dev.kaniko.ports.rootfs;

import dev.kaniko.ports.command.Command;
import dev.kaniko.ports.command.CommandOutput;
import dev.kaniko.ports.command.CommandResult;
import java.util.Optional;

/** Runs the commands of a Dockerfile. */
public interface CommandRunner {

  /** Why no command at all can be run here; empty when commands can be. */
  default Optional<Obstacle> obstacle() {
    return Optional.empty();
  }

  /**
   * @param reason a sentence without a full stop
   * @param hint what to do
   */
  record Obstacle(String reason, String hint) {}

  /**
   * Runs {@code command} in {@code root} and waits for its end. When this returns or throws, no
   * process of the command is left, nothing is mounted, and what the runner had to put into the
   * root for the command's sake is gone from it.
   *
   * @param output hears what the command writes while it runs
   */
  CommandResult run(RootMount root, Command command, CommandOutput output);
}
