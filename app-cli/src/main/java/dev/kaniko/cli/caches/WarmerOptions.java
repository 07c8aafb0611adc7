package dev.kaniko.cli.caches;

import dev.kaniko.cli.flags.BuildFlags;
import dev.kaniko.cli.flags.FlagGrammar.BadArguments;
import dev.kaniko.cli.flags.RegistryFlags;
import dev.kaniko.cli.options.BuildOptions;
import dev.kaniko.cli.options.CacheOptions;
import dev.kaniko.cli.options.PlatformOptions;
import dev.kaniko.cli.process.Surroundings;
import dev.kaniko.domain.image.ImageReference;
import dev.kaniko.domain.image.Platform;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the warmer is to do, checked.
 *
 * @param dockerfile whose images are wanted, too
 * @param buildArgs by name
 * @param directory that is filled
 * @param anew whether what is there is fetched again
 * @param workDirectory where the executor keeps its files
 */
public record WarmerOptions(
    List<ImageReference> images,
    Optional<String> dockerfile,
    Map<String, String> buildArgs,
    Platform platform,
    Path directory,
    boolean anew,
    RegistryFlags registry,
    Path workDirectory) {

  static WarmerOptions of(WarmerFlags flags, Surroundings surroundings) throws BadArguments {
    if (flags.images.isEmpty() && flags.dockerfile.isEmpty()) {
      throw new BadArguments(
          "You must select at least one image to cache or a dockerfilepath to parse");
    }
    CacheOptions.parseTtl(flags.ttl);
    RegistryFlags registry = new RegistryFlags();
    registry.hosts = flags.hosts;
    registry.pull = flags.pull;
    return new WarmerOptions(
        images(flags.images),
        Optional.of(flags.dockerfile).filter(path -> !path.isEmpty()),
        BuildOptions.buildArgs(flags.buildArgs, surroundings.environment()),
        PlatformOptions.only(flags.platform.stream().toList(), "bases are kept for"),
        surroundings.currentDirectory().resolve(flags.cacheDirectory),
        flags.anew,
        registry,
        BuildOptions.workDirectory(new BuildFlags(), surroundings));
  }

  private static List<ImageReference> images(List<String> names) throws BadArguments {
    List<ImageReference> images = new ArrayList<>();
    for (String name : names) {
      try {
        images.add(ImageReference.parse(name));
      } catch (IllegalArgumentException e) {
        throw new BadArguments("--image: " + e.getMessage());
      }
    }
    return images;
  }
}
