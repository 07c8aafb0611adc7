package dev.kaniko.adapters.rootfs.command;

import dev.kaniko.ports.command.Command;
import dev.kaniko.ports.command.CommandOutput;
import dev.kaniko.ports.command.CommandResult;
import dev.kaniko.ports.rootfs.CommandRunner;
import dev.kaniko.ports.rootfs.RootMount;
import java.util.Optional;

/** Runs commands as the builder's own user, for a builder that cannot become another. */
public final class SoleUserCommandRunner implements CommandRunner {
  private final CommandRunner commands;
  private final SoleUser user;

  /**
   * @param user who this process is
   */
  public SoleUserCommandRunner(CommandRunner commands, SoleUser user) {
    this.commands = commands;
    this.user = user;
  }

  @Override
  public Optional<Obstacle> obstacle() {
    return commands.obstacle();
  }

  @Override
  public Optional<SoleUser> soleUser() {
    return Optional.of(user);
  }

  /**
   * @throws IllegalArgumentException for a command that is to run as somebody else
   */
  @Override
  public CommandResult run(RootMount root, Command command, CommandOutput output) {
    if (!user.isAs(command.uid(), command.gid(), command.groups())) {
      throw new IllegalArgumentException("not a command of " + user + ": " + command.uid());
    }
    return commands.run(root, command, output);
  }
}
