package dev.kaniko.cli.plugins;

import dev.kaniko.cli.flags.PluginFlags;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** All flags of {@code executor plugins}; they mean what they mean to a build. */
@Command(
    name = "plugins",
    sortOptions = true,
    customSynopsis = "executor plugins [FLAGS]",
    description = {
      "Lists the plugins that a build would find, without loading any.",
      "Exit code 0: all of them can be used; 1: some are refused."
    })
public final class PluginsFlags {
  @Mixin public PluginFlags plugins = new PluginFlags();

  @Option(
      names = "--kaniko-dir",
      paramLabel = "DIRECTORY",
      description = "As a build with this flag. Default: KANIKO_DIR, or /var/lib/kaniko")
  public Optional<String> kanikoDir = Optional.empty();

  @Option(
      names = {"--help", "-h"},
      description = "Show this help.")
  public boolean help;
}
