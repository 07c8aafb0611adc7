package dev.kaniko.cli.caches;

import dev.kaniko.cli.flags.CacheFlags;
import dev.kaniko.cli.flags.HostFlags;
import dev.kaniko.cli.flags.LogFlags;
import dev.kaniko.cli.flags.PullFlags;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** All flags of the warmer. As kaniko has them, short ones differ from the executor's. */
@Command(
    name = "warmer",
    sortOptions = true,
    customSynopsis = "warmer --image IMAGE… [FLAGS]",
    description = {
      "Copies base images into a directory, where builds with --cache-dir find them.",
      "Exit code 0: at least one of the images is there; 1: none is."
    })
public final class WarmerFlags {
  @Mixin public HostFlags hosts = new HostFlags();
  @Mixin public PullFlags pull = new PullFlags();
  @Mixin public LogFlags log = new LogFlags();

  @Option(
      names = {"--image", "-i"},
      paramLabel = "IMAGE",
      description = "An image to copy. May be repeated.")
  public List<String> images = new ArrayList<>();

  @Option(
      names = {"--dockerfile", "-d"},
      paramLabel = "PATH",
      defaultValue = "",
      description = "Copy the images that this Dockerfile uses; a path or an http(s) location.")
  public String dockerfile;

  @Option(
      names = "--build-arg",
      paramLabel = "NAME[=VALUE]",
      description = "A build argument of the Dockerfile. May be repeated.")
  public List<String> buildArgs = new ArrayList<>();

  @Option(
      names = {"--cache-dir", "-c"},
      paramLabel = "DIRECTORY",
      defaultValue = CacheFlags.BASES,
      description = "Where to; made if it is missing. Default: ${DEFAULT-VALUE}")
  public String cacheDirectory;

  @Option(
      names = "--cache-ttl",
      paramLabel = "DURATION",
      defaultValue = CacheFlags.TWO_WEEKS,
      description =
          "Taken over from kaniko: what a tag means is asked each time. The builds' --cache-ttl"
              + " counts.")
  public String ttl;

  @Option(
      names = {"--force", "-f"},
      description = "Fetch what is there already, too.")
  public boolean anew;

  @Option(
      names = {"--customPlatform", "--custom-platform"},
      paramLabel = "OS/ARCH[/VARIANT]",
      description = "The platform of the images. Default: this machine's.")
  public Optional<String> platform = Optional.empty();

  @Option(
      names = {"--help", "-h"},
      description = "Show this help.")
  public boolean help;
}
