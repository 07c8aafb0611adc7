package dev.kaniko.ports.failure;

import dev.kaniko.domain.source.SourcePosition;
import dev.kaniko.ports.command.CommandResult;

/** A command of the Dockerfile ended with anything but status 0. */
public final class CommandFailure extends BuildFailure {
  private final transient SourcePosition position;
  private final transient CommandResult result;

  /**
   * @param command as it was run, for people: {@code /bin/sh -c exit 42}
   */
  public CommandFailure(SourcePosition position, String command, CommandResult result) {
    super(position + ": \"" + command + "\" " + result.ending(), null);
    this.position = position;
    this.result = result;
  }

  public SourcePosition position() {
    return position;
  }

  public CommandResult result() {
    return result;
  }
}
