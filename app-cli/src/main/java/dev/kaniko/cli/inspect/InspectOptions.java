package dev.kaniko.cli.inspect;

import dev.kaniko.cli.BuildOptions;
import dev.kaniko.cli.NamedContexts;
import dev.kaniko.cli.Surroundings;
import dev.kaniko.cli.flags.BuildFlags;
import dev.kaniko.cli.flags.FlagGrammar.BadArguments;
import dev.kaniko.cli.flags.InspectFlags;
import dev.kaniko.cli.flags.RegistryFlags;
import dev.kaniko.domain.image.Platform;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which Dockerfile is looked at, and with what.
 *
 * @param ignoreSyntax whether the Dockerfile's {@code # syntax=} does not count
 * @param target name of a stage
 * @param offline whether no registry is asked
 * @param workDirectory where the executor keeps files, if there are any to keep
 */
public record InspectOptions(
    String context,
    String contextSubPath,
    String dockerfile,
    boolean ignoreSyntax,
    NamedContexts namedContexts,
    Map<String, String> buildArgs,
    Optional<String> target,
    Platform platform,
    boolean offline,
    RegistryFlags registry,
    List<String> pluginDirectories,
    Path workDirectory) {

  /**
   * @param place of the context, if it was given without a flag
   */
  static InspectOptions of(
      InspectFlags flags,
      Optional<String> place,
      String target,
      boolean offline,
      Surroundings surroundings)
      throws BadArguments {
    BuildFlags build = new BuildFlags();
    build.platform = flags.platform;
    build.kanikoDir = flags.kanikoDir;
    if (place.isPresent()) {
      if (flags.context.context.isPresent()) {
        throw new BadArguments("the build context is given twice: leave --context out");
      }
      flags.context.context = place;
    }
    return new InspectOptions(
        BuildOptions.context(flags.context),
        flags.context.subPath,
        flags.context.dockerfile,
        flags.context.ignoreSyntax,
        NamedContexts.of(flags.context.named, surroundings.currentDirectory()),
        BuildOptions.buildArgs(flags.buildArgs, surroundings.environment()),
        target.isEmpty() ? Optional.empty() : Optional.of(target),
        BuildOptions.platform(build.platform),
        offline,
        flags.registry,
        List.copyOf(flags.plugins.directories),
        BuildOptions.workDirectory(build, surroundings));
  }
}
