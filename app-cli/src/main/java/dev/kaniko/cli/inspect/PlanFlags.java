package dev.kaniko.cli.inspect;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** All flags of {@code executor plan}. */
@Command(
    name = "plan",
    sortOptions = true,
    customSynopsis = "executor plan [CONTEXT] [FLAGS]",
    description = {
      "Says what a build would do: its stages, what each starts from, which are left out.",
      "No registry is asked, and nothing is built.",
      "With --cache-keys all flags are those of a build: registries and the context are asked,"
          + " too,",
      "and for each layer its key is told, and with --cache whether it is cached."
    })
public final class PlanFlags extends InspectFlags {
  @Option(
      names = "--target",
      paramLabel = "STAGE",
      defaultValue = "",
      description = "The stage to build. Default: the last.")
  public String target;

  @Option(
      names = "--format",
      paramLabel = "text|json|dot",
      defaultValue = "text",
      description = "What is printed; dot is for Graphviz. Default: ${DEFAULT-VALUE}")
  public String format;

  @Option(names = "--cache-keys", description = "Tell the keys of layers; see above.")
  public boolean cacheKeys;
}
