package dev.kaniko.cli.options;

import dev.kaniko.cli.buildkit.CacheFrom;
import dev.kaniko.cli.buildkit.CacheTo;
import dev.kaniko.cli.flags.CacheFlags;
import dev.kaniko.cli.flags.FlagGrammar.BadArguments;
import dev.kaniko.domain.dockerfile.value.GoDuration;
import dev.kaniko.domain.image.ImageReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How layers are cached.
 *
 * @param place where they are; empty when none is cached
 * @param from caches that are read after that
 * @param to where the cache of the whole build goes
 * @param ttl older ones are not used
 * @param store whether new ones are kept
 * @param verify whether they are read before they are used
 * @param explain whether it is told what has changed
 * @param bases where base images may be
 */
public record CacheOptions(
    Optional<Place> place,
    List<CacheFrom> from,
    List<CacheTo> to,
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
    if (!flags.cache && flags.from.isEmpty() && (flags.explain || flags.verify)) {
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
        CacheFrom.parse(flags.from, currentDirectory),
        List.of(),
        parseTtl(flags.ttl),
        flags.runLayers,
        flags.copyLayers,
        !flags.noPush,
        flags.verify,
        flags.explain,
        bases(flags, currentDirectory));
  }

  /** The directories in which layers are, or will be. */
  public List<Path> directories() {
    List<Path> all = new ArrayList<>();
    if (place.orElse(null) instanceof Layouts(Path directory)) {
      all.add(directory);
    }
    for (CacheFrom each : from) {
      if (each instanceof CacheFrom.Layout layout) {
        all.add(layout.directory());
      }
    }
    for (CacheTo each : to) {
      if (each instanceof CacheTo.Layout layout) {
        all.add(layout.directory());
      }
    }
    return all;
  }

  /** Whether anything is cached. */
  public boolean isWanted() {
    return place.isPresent() || !from.isEmpty() || !to.isEmpty();
  }

  /**
   * The same with a cache of the whole build.
   *
   * @param values of {@code --cache-to}
   * @param inline whether it goes into the image, too
   */
  CacheOptions writing(List<CacheTo> values, boolean inline, List<ImageReference> destinations)
      throws BadArguments {
    for (CacheTo value : values) {
      if (value instanceof CacheTo.Repository(ImageReference reference, var _)
          && destinations.contains(reference)) {
        throw new BadArguments(
            "--cache-to "
                + reference
                + " is a --destination, too: the cache would take the image's place; give it"
                + " another tag, or use type=inline");
      }
    }
    List<CacheTo> all = new ArrayList<>(values);
    if (inline && !all.contains(new CacheTo.Inline())) {
      all.add(new CacheTo.Inline());
    }
    return new CacheOptions(
        place, from, all, ttl, runLayers, copyLayers, store, verify, explain, bases);
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
