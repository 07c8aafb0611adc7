package dev.kaniko.cli.flags;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Where plugins are looked for. */
public final class PluginFlags {
  @Option(
      names = "--plugin-dir",
      paramLabel = "DIRECTORY",
      description =
          "A directory of plugins, looked into before KANIKO_DIR/plugins and the executor's own;"
              + " may be repeated.")
  public List<String> directories = new ArrayList<>();
}
