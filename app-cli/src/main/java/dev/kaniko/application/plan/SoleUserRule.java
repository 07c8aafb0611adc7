package dev.kaniko.application.plan;

import dev.kaniko.domain.account.Accounts.Identity;
import dev.kaniko.domain.dockerfile.instruction.RunInstruction;
import dev.kaniko.domain.dockerfile.instruction.RunProgram;
import dev.kaniko.domain.source.Problem;
import dev.kaniko.ports.rootfs.CommandRunner.SoleUser;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a RUN must be like where commands can run as one user only. */
public final class SoleUserRule {
  private SoleUserRule() {}

  /**
   * Why a command cannot be run here; empty when it can.
   *
   * @param identity who it is to run as
   * @param sole whom alone commands can run as; empty when they can run as anybody
   */
  public static Optional<Problem> refusal(
      RunInstruction run, Identity identity, Optional<SoleUser> sole) {
    return sole.flatMap(user -> refusal(run, identity, user));
  }

  private static Optional<Problem> refusal(RunInstruction run, Identity identity, SoleUser sole) {
    String here = sole.uid() + ":" + sole.gid();
    if (identity.uid() != sole.uid() || identity.gid() != sole.gid()) {
      return Optional.of(
          Problem.at(
                  run.position(),
                  "RUN: its user is "
                      + identity.uid()
                      + ":"
                      + identity.gid()
                      + ", and the executor, which is not root, can run commands as its own user "
                      + here
                      + " only")
              .withHint("put USER " + here + " before it, or let the container run as user 0"));
    }
    if (!sole.isAs(identity.uid(), identity.gid(), identity.groups())) {
      List<Long> missing =
          identity.groups().stream()
              .filter(group -> !sole.isAs(sole.uid(), sole.gid(), List.of(group)))
              .toList();
      return Optional.of(
          Problem.at(
                  run.position(),
                  "RUN: its user is also in the groups "
                      + missing.stream().map(String::valueOf).collect(Collectors.joining(", "))
                      + ", which the executor is not in and cannot give")
              .withHint(
                  "write USER " + here + ", or start the container with these groups as well"));
    }
    return mounts(run).or(() -> network(run));
  }

  private static Optional<Problem> mounts(RunInstruction run) {
    boolean mounts = !run.mounts().isEmpty() || run.program() instanceof RunProgram.Script;
    return mounts
        ? Optional.of(
            Problem.at(
                    run.position(),
                    "RUN with --mount or a script of its own: only root can put files where a"
                        + " command looks for them and take them away again")
                .withHint("copy the files in, or let the container run as user 0"))
        : Optional.empty();
  }

  private static Optional<Problem> network(RunInstruction run) {
    return run.network()
        .filter("none"::equals)
        .map(
            _ ->
                Problem.at(
                        run.position(),
                        "RUN --network=none: only root can take the network from a command")
                    .withHint("leave the flag out, or let the container run as user 0"));
  }
}
