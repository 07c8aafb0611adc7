package dev.kaniko.adapters.rootfs.command;

import dev.kaniko.ports.command.Command;
import dev.kaniko.ports.command.CommandOutput;
import dev.kaniko.ports.command.CommandResult;
import dev.kaniko.ports.failure.EnvironmentFailure;
import dev.kaniko.ports.rootfs.CommandRunner;
import dev.kaniko.ports.rootfs.RootMount;
import java.util.Optional;

/** For machines on which no command can be run: says so, before anything is built. */
public final class NoCommandRunner implements CommandRunner {
  private final Obstacle obstacle;

  public NoCommandRunner(String reason, String hint) {
    this.obstacle = new Obstacle(reason, hint);
  }

  @Override
  public Optional<Obstacle> obstacle() {
    return Optional.of(obstacle);
  }

  @Override
  public CommandResult run(RootMount root, Command command, CommandOutput output) {
    throw new EnvironmentFailure(obstacle.reason(), obstacle.hint());
  }
}
