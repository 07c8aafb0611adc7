package dev.kaniko.adapters.rootfs.command;

import dev.kaniko.adapters.rootfs.command.Report.Refused;
import dev.kaniko.ports.command.CommandResult;
import dev.kaniko.ports.failure.EnvironmentFailure;
import dev.kaniko.ports.failure.UnsafeContentFailure;
import java.util.Optional;

/** What an ending means to the build: a result, or a failure with something to do about it. */
final class Endings {
  private Endings() {}

  static CommandResult resultOf(Report.Ending ending, OutputTail tail) {
    return switch (ending) {
      case Report.Exited(int status) -> new CommandResult.Exited(status, tail.lines());
      case Report.Killed(int signal) -> new CommandResult.Killed(signal, tail.lines());
      case Report.NoWorkingDirectory(KernelError error, String directory) ->
          new CommandResult.NotStarted("working directory " + directory + ": " + error.words());
      case Report.UnknownProgram(String program) ->
          new CommandResult.NotStarted(
              "exec: \"" + program + "\": executable file not found in $PATH");
      case Report.UnfitProgram program ->
          new CommandResult.NotStarted(ProgramRefusal.reason(program));
      case Refused refused -> throw failureOf(refused);
      case Report.UnfitRoot(KernelError error, String place) -> throw failureOf(error, place);
    };
  }

  static Isolation isolationOf(Report report) {
    return switch (report.ending().orElseThrow()) {
      case Report.Exited(int status) when status == 0 ->
          new Isolation.Possible(true, report.without());
      case Refused refused -> new Isolation.Refused(reasonOf(refused));
      case Report.UnfitRoot(KernelError error, String place) ->
          new Isolation.Refused("make a mount point at " + place + ": " + error);
      case Report.Exited exited -> throw unexpected(exited);
      case Report.Killed killed -> throw unexpected(killed);
      case Report.NoWorkingDirectory missing -> throw unexpected(missing);
      case Report.UnknownProgram program -> throw unexpected(program);
      case Report.UnfitProgram program -> throw unexpected(program);
    };
  }

  private static RuntimeException unexpected(Report.Ending ending) {
    return new EnvironmentFailure(
        "the trial of isolation ended in a way of its own: " + ending, Optional.empty(), null);
  }

  private static EnvironmentFailure failureOf(Refused refused) {
    return new EnvironmentFailure(
        "a command cannot run: " + reasonOf(refused), hint(refused), null);
  }

  private static RuntimeException failureOf(KernelError error, String place) {
    String message = place + " cannot be mounted on: " + error;
    return error.isOfTheTree()
        ? new UnsafeContentFailure("the root of the stage", message)
        : new EnvironmentFailure("a command cannot run: " + message, Optional.empty(), null);
  }

  private static String reasonOf(Refused refused) {
    return "could not " + refused.step() + ": " + refused.error();
  }

  private static Optional<String> hint(Refused refused) {
    if (refused.error().isNotAllowed()) {
      return Optional.of(
          "isolation needs the capability SYS_ADMIN and a security profile that allows mounts, a"
              + " change of user SETUID and SETGID");
    }
    if (refused.error().isInvalid() && refused.step().startsWith("mount an overlay")) {
      return Optional.of(
          "put the work directory on a file system that overlayfs can write to, such as an"
              + " emptyDir volume");
    }
    return Optional.empty();
  }
}
