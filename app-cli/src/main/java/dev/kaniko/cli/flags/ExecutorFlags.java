package dev.kaniko.cli.flags;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** All flags of the executor. */
@Command(
    name = "executor",
    sortOptions = true,
    description = {
      "Builds a container image from a Dockerfile, without a daemon.",
      "\"executor build\" has the flags of docker build, \"executor check\" checks a Dockerfile,"
          + " \"executor plan\" says what a build would do, \"executor doctor\" what this machine"
          + " allows, \"executor plugins\" which plugins there are, \"executor login\" keeps"
          + " credentials, \"executor logout\" forgets them, \"executor warmer\" copies base"
          + " images, \"executor cache\" shows and prunes caches; each has a --help of its own."
    })
public final class ExecutorFlags {
  @Mixin public ContextFlags context = new ContextFlags();
  @Mixin public BuildFlags build = new BuildFlags();
  @Mixin public TakenOverFlags takenOver = new TakenOverFlags();
  @Mixin public MountFlags mounts = new MountFlags();
  @Mixin public AttestationFlags attestations = new AttestationFlags();
  @Mixin public OutputFlags output = new OutputFlags();
  @Mixin public RegistryFlags registry = new RegistryFlags();
  @Mixin public CacheFlags cache = new CacheFlags();
  @Mixin public PluginFlags plugins = new PluginFlags();
  @Mixin public LogFlags log = new LogFlags();

  @Option(
      names = {"--help", "-h"},
      description = "Show this help.")
  public boolean help;

  @Option(names = "--version", description = "Show the version.")
  public boolean version;
}
