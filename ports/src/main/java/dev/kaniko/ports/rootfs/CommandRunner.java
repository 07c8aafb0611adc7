package dev.kaniko.ports.rootfs;

import dev.kaniko.ports.command.Command;
import dev.kaniko.ports.command.CommandOutput;
import dev.kaniko.ports.command.CommandResult;
import java.util.List;
import java.util.Optional;

/** Runs the commands of a Dockerfile. */
public interface CommandRunner {

  /** Why no command at all can be run here; empty when commands can be. */
  default Optional<Obstacle> obstacle() {
    return Optional.empty();
  }

  /** Whom alone commands can run as here; empty when they can run as anybody. */
  default Optional<SoleUser> soleUser() {
    return Optional.empty();
  }

  /**
   * The builder's own user, where it has no right to run anything as another.
   *
   * @param groups the supplementary ones, which a command has whether it is to or not
   */
  record SoleUser(long uid, long gid, List<Long> groups) {
    public SoleUser {
      groups = List.copyOf(groups);
    }

    /** True for a user and groups that a command can have here. */
    public boolean isAs(long otherUid, long otherGid, List<Long> otherGroups) {
      return uid == otherUid
          && gid == otherGid
          && otherGroups.stream().allMatch(group -> group == gid || groups.contains(group));
    }
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
