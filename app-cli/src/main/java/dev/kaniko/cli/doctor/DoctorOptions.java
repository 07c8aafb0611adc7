package dev.kaniko.cli.doctor;

import dev.kaniko.cli.flags.BuildFlags;
import dev.kaniko.cli.flags.FlagGrammar.BadArguments;
import dev.kaniko.cli.flags.RegistryFlags;
import dev.kaniko.cli.options.BuildOptions;
import dev.kaniko.cli.options.IsolationOptions;
import dev.kaniko.cli.process.Surroundings;
import dev.kaniko.domain.image.ImageReference;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What is to be examined.
 *
 * @param registry host and port to be reached
 * @param destination in that registry, to be asked whether a push is allowed
 */
public record DoctorOptions(
    Optional<String> registry,
    Optional<ImageReference> destination,
    RegistryFlags registryFlags,
    IsolationOptions isolation,
    Path workDirectory) {

  /**
   * @param place REGISTRY or REGISTRY/REPOSITORY, if one was given
   */
  static DoctorOptions of(Optional<String> place, DoctorFlags flags, Surroundings surroundings)
      throws BadArguments {
    BuildFlags build = new BuildFlags();
    build.isolation = flags.isolation;
    build.force = flags.force;
    build.kanikoDir = flags.kanikoDir;
    Optional<ImageReference> repository = Optional.empty();
    Optional<String> registry = place;
    if (place.isPresent()) {
      boolean isRegistry = place.get().indexOf('/') < 0;
      ImageReference reference = reference(isRegistry ? place.get() + "/any" : place.get());
      registry = Optional.of(reference.registry());
      repository = isRegistry ? Optional.empty() : Optional.of(reference);
    }
    return new DoctorOptions(
        registry,
        flags.registry.skipPushPermissionCheck ? Optional.empty() : repository,
        flags.registry,
        IsolationOptions.of(build, surroundings.environment()),
        BuildOptions.workDirectory(build, surroundings));
  }

  private static ImageReference reference(String place) throws BadArguments {
    try {
      ImageReference reference = ImageReference.parse(place);
      if (reference.digest().isPresent()) {
        throw new BadArguments(place + " has a digest, and images are pushed to a tag");
      }
      return reference;
    } catch (IllegalArgumentException e) {
      throw new BadArguments(e.getMessage());
    }
  }
}
