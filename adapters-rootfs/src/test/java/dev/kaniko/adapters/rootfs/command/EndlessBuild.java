package dev.kaniko.adapters.rootfs.command;

import java.nio.file.Path;

/** A builder to be killed: runs a command that would not end, nor its daemons. */
final class EndlessBuild {
  private EndlessBuild() {}

  static String script(String marker) {
    return "(setsid sleep " + marker + " &); sleep " + marker + " & exec sleep " + marker;
  }

  /** Arguments: the kind of root, a folder of its own, the marker of the processes. */
  public static void main(String[] arguments) {
    Path folder = Path.of(arguments[1]);
    StageRoot stage =
        StageRoot.bare(StageRoot.Kind.valueOf(arguments[0]), folder.resolve("stage")).age();
    Runs.asRoot(folder.resolve("work")).shell(stage.mount(), script(arguments[2]));
  }
}
