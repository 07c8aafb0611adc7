package dev.kaniko.cli.inspect;

import dev.kaniko.cli.flags.HostFlags;
import dev.kaniko.cli.flags.PullFlags;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** All flags of {@code executor check}. */
@Command(
    name = "check",
    sortOptions = true,
    customSynopsis = "executor check [CONTEXT] [FLAGS]",
    description = {
      "Checks a Dockerfile by the rules of \"docker build --check\", and builds nothing.",
      "Exit code 0: nothing was found; 1: something was."
    })
public final class CheckFlags extends InspectFlags {
  @Mixin public HostFlags hosts = new HostFlags();
  @Mixin public PullFlags pull = new PullFlags();

  @Option(
      names = "--target",
      paramLabel = "STAGE",
      defaultValue = "",
      description = "The stage to look into, with all that it needs. Default: every stage.")
  public String target;

  @Option(
      names = "--format",
      paramLabel = "text|json",
      defaultValue = "text",
      description = "What is printed; json is that of \"docker build --call=check,format=json\".")
  public String format;

  @Option(
      names = "--offline",
      description =
          "Ask no registry about base images. Their variables and platforms are not known then, and"
              + " what depends on them is not checked.")
  public boolean offline;
}
