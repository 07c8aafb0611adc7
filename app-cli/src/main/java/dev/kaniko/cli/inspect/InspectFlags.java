package dev.kaniko.cli.inspect;

import dev.kaniko.cli.flags.ContextFlags;
import dev.kaniko.cli.flags.PluginFlags;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What {@code executor check} and {@code executor plan} have in common with a build. */
public class InspectFlags {
  @Mixin public ContextFlags context = new ContextFlags();
  @Mixin public PluginFlags plugins = new PluginFlags();

  @Option(names = "--build-arg", paramLabel = "NAME[=VALUE]", description = "As of a build.")
  public List<String> buildArgs = new ArrayList<>();

  @Option(
      names = {"--custom-platform", "--customPlatform", "--platform"},
      paramLabel = "OS/ARCH[/VARIANT]",
      description = "As of a build, but a single one.")
  public List<String> platforms = new ArrayList<>();

  @Option(
      names = "--kaniko-dir",
      paramLabel = "DIRECTORY",
      description = "As of a build; used only for a context that is not a directory.")
  public Optional<String> kanikoDir = Optional.empty();

  @Option(
      names = {"--help", "-h"},
      description = "Show this help.")
  public boolean help;
}
