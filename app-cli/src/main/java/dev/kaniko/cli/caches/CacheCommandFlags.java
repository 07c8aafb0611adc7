package dev.kaniko.cli.caches;

import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** All flags of {@code executor cache list} and {@code executor cache prune}. */
@Command(
    name = "cache",
    sortOptions = true,
    customSynopsis = {
      "executor cache list [FLAGS]",
      "executor cache prune --keep-days DAYS|--keep-bytes SIZE [FLAGS]"
    },
    description = {
      "Shows what is in caches that are directories, the oldest first, or makes room in them.",
      "A registry makes room by its own rules."
    })
public final class CacheCommandFlags {
  @Option(
      names = "--cache-repo",
      paramLabel = "oci:DIRECTORY",
      description = "The cached layers of builds with this flag.")
  public Optional<String> repository = Optional.empty();

  @Option(
      names = "--cache-dir",
      paramLabel = "DIRECTORY",
      description = "The base images that the warmer has put there.")
  public Optional<String> bases = Optional.empty();

  @Option(
      names = "--keep-days",
      paramLabel = "DAYS",
      description = "prune: remove what was made, or last asked for by a warmer, earlier.")
  public Optional<Integer> days = Optional.empty();

  @Option(
      names = "--keep-bytes",
      paramLabel = "SIZE",
      description = "prune: remove the oldest until no more is left; 500000, 500kB, 20MB, 5GB.")
  public Optional<String> bytes = Optional.empty();

  @Option(
      names = {"--help", "-h"},
      description = "Show this help.")
  public boolean help;
}
