package dev.kaniko.cli.inspect;

import dev.kaniko.cli.flags.BuildFlags;
import dev.kaniko.cli.flags.FlagGrammar.BadArguments;
import dev.kaniko.cli.flags.RegistryFlags;
import dev.kaniko.cli.options.BuildOptions;
import dev.kaniko.cli.options.GitOptions;
import dev.kaniko.cli.options.NamedContexts;
import dev.kaniko.cli.options.PlatformOptions;
import dev.kaniko.cli.process.Surroundings;
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
 * @param git what else the flags say of a repository
 * @param registry how registries are reached; empty when none is asked
 * @param workDirectory where the executor keeps files, if there are any to keep
 */
public record InspectOptions(
    String context,
    GitOptions git,
    String contextSubPath,
    String dockerfile,
    boolean ignoreSyntax,
    NamedContexts namedContexts,
    Map<String, String> buildArgs,
    Optional<String> target,
    Platform platform,
    Optional<RegistryFlags> registry,
    List<String> pluginDirectories,
    Path workDirectory) {

  /**
   * @param place of the context, if it was given without a flag
   * @param registry how registries are reached; empty when none is asked
   */
  static InspectOptions of(
      InspectFlags flags,
      Optional<String> place,
      String target,
      Optional<RegistryFlags> registry,
      Surroundings surroundings)
      throws BadArguments {
    BuildFlags build = new BuildFlags();
    build.kanikoDir = flags.kanikoDir;
    if (place.isPresent()) {
      if (flags.context.context.isPresent()) {
        throw new BadArguments("the build context is given twice: leave --context out");
      }
      flags.context.context = place;
    }
    Map<String, String> buildArgs =
        BuildOptions.buildArgs(flags.buildArgs, surroundings.environment());
    GitOptions git = GitOptions.of(flags.context.git);
    return new InspectOptions(
        git.applied(BuildOptions.context(flags.context), buildArgs),
        git,
        flags.context.subPath,
        flags.context.dockerfile,
        flags.context.ignoreSyntax,
        NamedContexts.of(flags.context.named, surroundings.currentDirectory()),
        buildArgs,
        target.isEmpty() ? Optional.empty() : Optional.of(target),
        PlatformOptions.only(flags.platforms, "a Dockerfile is looked at for"),
        registry,
        List.copyOf(flags.plugins.directories),
        BuildOptions.workDirectory(build, surroundings));
  }
}
