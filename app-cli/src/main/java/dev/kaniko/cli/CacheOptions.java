package dev.kaniko.cli;

import dev.kaniko.cli.flags.CacheFlags;
import dev.kaniko.cli.flags.FlagGrammar.BadArguments;
import dev.kaniko.domain.dockerfile.value.GoDuration;
import dev.kaniko.domain.image.ImageReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How layers are cached.
 *
 * @param place where they are; empty when none is cached
 * @param ttl older ones are not used
 * @param store whether new ones are kept
 * @param verify whether they are read before they are used
 * @param explain whether it is told what has changed
 * @param bases where base images may be
 */
public record CacheOptions(
    Optional<Place> place,
    Duration ttl,
    boolean runLayers,
    boolean copyLayers,
    boolean store,
    boolean verify,
    boolean explain,
    Optional<Bases> bases) {
  private static final String LAYOUTS = "oci:";

  /**
   * A directory that a warmer fills.
   *
   * @param named whether a flag names it
   */
  public record Bases(Path directory, boolean named) {}

  /** Where cached layers are. */
  public sealed interface Place {}

  /**
   * @param reference its tag does not count
   */
  public record Repository(ImageReference reference) implements Place {}

  /** A directory of image layouts. */
  public record Layouts(Path directory) implements Place {}

  static CacheOptions of(CacheFlags flags, List<ImageReference> destinations, Path currentDirectory)
      throws BadArguments {
    if (!flags.cache && (flags.explain || flags.verify)) {
      throw new BadArguments(
          (flags.explain ? "--cache-explain" : "--cache-verify")
              + " is about cached layers: add --cache");
    }
    // A repository that is none is told of, with and without the cache.
    Optional<Place> place =
        flags.cache || !flags.repository.isEmpty()
            ? Optional.of(place(flags, destinations, currentDirectory))
            : Optional.empty();
    return new CacheOptions(
        place.filter(_ -> flags.cache),
        parseTtl(flags.ttl),
        flags.runLayers,
        flags.copyLayers,
        !flags.noPush,
        flags.verify,
        flags.explain,
        bases(flags, currentDirectory));
  }

  /** As kaniko: with the cache there is a usual place, which need not exist. */
  private static Optional<Bases> bases(CacheFlags flags, Path currentDirectory) {
    if (flags.bases.isPresent()) {
      return flags
          .bases
          .filter(text -> !text.isEmpty())
          .map(text -> new Bases(currentDirectory.resolve(text), true));
    }
    return flags.cache
        ? Optional.of(new Bases(Path.of(CacheFlags.BASES), false))
        : Optional.empty();
  }

  private static Place place(
      CacheFlags flags, List<ImageReference> destinations, Path currentDirectory)
      throws BadArguments {
    String repository = flags.repository;
    if (repository.startsWith(LAYOUTS) && repository.length() > LAYOUTS.length()) {
      return new Layouts(currentDirectory.resolve(repository.substring(LAYOUTS.length())));
    }
    if (repository.isEmpty()) {
      if (destinations.isEmpty()) {
        throw new BadArguments(
            "if using cache with --no-push, specify cache repo with --cache-repo");
      }
      ImageReference first = destinations.getFirst();
      return new Repository(
          new ImageReference(
              first.registry(), first.repository() + "/cache", first.tag(), Optional.empty()));
    }
    try {
      return new Repository(ImageReference.parse(repository));
    } catch (IllegalArgumentException e) {
      throw new BadArguments("--cache-repo: " + e.getMessage());
    }
  }

  /** The duration that {@code --cache-ttl} says. */
  public static Duration parseTtl(String ttl) throws BadArguments {
    if (ttl.equals(CacheFlags.TWO_WEEKS)) {
      // Known without the parser, whose large numbers cost every build a twentieth of its start.
      return Duration.ofDays(14);
    }
    try {
      return GoDuration.parse(ttl);
    } catch (IllegalArgumentException e) {
      throw new BadArguments("--cache-ttl: " + e.getMessage());
    }
  }
}
