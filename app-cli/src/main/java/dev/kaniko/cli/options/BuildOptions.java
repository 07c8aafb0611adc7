package dev.kaniko.cli.options;

import dev.kaniko.cli.buildkit.CacheTo;
import dev.kaniko.cli.flags.BuildFlags;
import dev.kaniko.cli.flags.ContextFlags;
import dev.kaniko.cli.flags.ExecutorFlags;
import dev.kaniko.cli.flags.FlagGrammar.BadArguments;
import dev.kaniko.cli.flags.OutputFlags;
import dev.kaniko.cli.flags.RegistryFlags;
import dev.kaniko.cli.process.Surroundings;
import dev.kaniko.domain.dockerfile.value.GoBoolean;
import dev.kaniko.domain.image.Annotation;
import dev.kaniko.domain.image.Annotations;
import dev.kaniko.domain.image.Compression;
import dev.kaniko.domain.image.ImageFormat;
import dev.kaniko.domain.image.ImageReference;
import dev.kaniko.domain.image.Platform;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the flags and the environment come to, checked.
 *
 * @param ignoreSyntax whether the Dockerfile's {@code # syntax=} does not count
 * @param context with what the flags say of a Git repository
 * @param git what else they say of it
 * @param namedContexts what names of the Dockerfile stand for
 * @param buildArgs by name
 * @param labels by key
 * @param annotations OCI images only
 * @param platforms what to build for; at least one
 * @param index whether what is made is an index
 * @param attestations what is said about the images beside them
 * @param destinations empty only when nothing is pushed
 * @param push false for {@code --no-push}
 * @param dryRun whether only the plan is wanted
 * @param isolation how commands may be run
 * @param cache how layers are cached
 * @param mounts what RUN --mount can give to commands
 * @param pluginDirectories of {@code --plugin-dir}
 * @param workDirectory where the executor keeps its files
 */
public record BuildOptions(
    String context,
    GitOptions git,
    String contextSubPath,
    String dockerfile,
    boolean ignoreSyntax,
    NamedContexts namedContexts,
    Map<String, String> buildArgs,
    Optional<String> target,
    Map<String, String> labels,
    Annotations annotations,
    List<Platform> platforms,
    boolean index,
    AttestationOptions attestations,
    Optional<ImageFormat> format,
    Compression compression,
    Optional<Integer> compressionLevel,
    boolean singleSnapshot,
    boolean reproducible,
    List<ImageReference> destinations,
    boolean push,
    boolean dryRun,
    OutputFlags output,
    RegistryFlags registry,
    IsolationOptions isolation,
    CacheOptions cache,
    MountOptions mounts,
    List<String> pluginDirectories,
    Path workDirectory) {
  private static final String INLINE_CACHE = "BUILDKIT_INLINE_CACHE";
  private static final String MULTI_PLATFORM = "BUILDKIT_MULTI_PLATFORM";

  public static BuildOptions of(ExecutorFlags flags, Surroundings surroundings)
      throws BadArguments {
    BuildFlags build = flags.build;
    OutputFlags output = flags.output;
    if (!Set.of("full", "redo", "time").contains(flags.takenOver.snapshotMode)) {
      throw new BadArguments(flags.takenOver.snapshotMode + " is not a valid snapshot mode");
    }
    boolean push = !build.dryRun && !noPush(output, surroundings.environment());
    if (output.destinations.isEmpty()) {
      requireDestination(push, output);
    }
    Compression compression = compression(build);
    Optional<ImageFormat> format = format(build, compression);
    AttestationOptions attestations = AttestationOptions.of(flags.attestations);
    if (attestations.any() && format.equals(Optional.of(ImageFormat.DOCKER))) {
      throw new BadArguments(
          "--provenance and --sbom need --image-format=oci: Docker's has no place for them");
    }
    List<Platform> platforms = PlatformOptions.of(build.platforms);
    Map<String, String> buildArgs = buildArgs(build.buildArgs, surroundings.environment());
    boolean index = platforms.size() > 1 || attestations.any() || isOn(MULTI_PLATFORM, buildArgs);
    requirePlaceForIndex(index, output);
    Annotations annotations = annotations(build.annotations, platforms, index);
    List<ImageReference> destinations = destinations(output.destinations);
    Path workDirectory = workDirectory(build, surroundings);
    Path current = surroundings.currentDirectory();
    CacheOptions cache =
        CacheOptions.of(flags.cache, destinations, current)
            .writing(
                CacheTo.parse(flags.cache.to, compression, current),
                isOn(INLINE_CACHE, buildArgs),
                destinations);
    if (build.dryRun && flags.cache.explain) {
      throw new BadArguments("--cache-explain compares builds, and --dryrun is none");
    }
    if (cache.isWanted() && build.singleSnapshot) {
      throw new BadArguments(
          "--cache keeps the layer of each instruction, and --single-snapshot makes one of all");
    }
    GitOptions git = GitOptions.of(flags.context.git);
    return new BuildOptions(
        git.applied(context(flags.context), buildArgs),
        git,
        flags.context.subPath,
        flags.context.dockerfile,
        flags.context.ignoreSyntax,
        NamedContexts.of(flags.context.named, surroundings.currentDirectory()),
        buildArgs,
        build.target.isEmpty() ? Optional.empty() : Optional.of(build.target),
        pairs("labels", build.labels),
        annotations,
        platforms,
        index,
        attestations,
        format,
        compression,
        build.compressionLevel > 0 ? Optional.of(build.compressionLevel) : Optional.empty(),
        build.singleSnapshot,
        build.reproducible,
        destinations,
        push,
        build.dryRun,
        output,
        flags.registry,
        IsolationOptions.of(build, surroundings.environment()),
        cache,
        MountOptions.of(flags.mounts, workDirectory, surroundings),
        List.copyOf(flags.plugins.directories),
        workDirectory);
  }

  /** A bucket names a place of Google's and the object in it, if not the usual one. */
  public static String context(ContextFlags flags) throws BadArguments {
    if (flags.bucket.isEmpty()) {
      return flags.context.orElse(ContextFlags.DEFAULT);
    }
    if (flags.context.isPresent()) {
      throw new BadArguments(
          "--context and --bucket both name the build context: leave one of them out");
    }
    return flags.bucket.contains("://") ? flags.bucket : "gs://" + flags.bucket;
  }

  private static boolean noPush(OutputFlags output, Map<String, String> environment)
      throws BadArguments {
    return KanikoVariables.isOn("KANIKO_NO_PUSH", environment).orElse(output.noPush);
  }

  private static void requireDestination(boolean push, OutputFlags output) throws BadArguments {
    if (push) {
      throw new BadArguments("you must provide --destination, or use --no-push");
    }
    if (output.nameWithDigestFile.isPresent() || output.nameTagWithDigestFile.isPresent()) {
      throw new BadArguments("you must provide --destination if setting ImageNameDigestFile");
    }
  }

  /** Values by name; the environment gives those that are not written. */
  public static Map<String, String> buildArgs(
      List<String> arguments, Map<String, String> environment) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      if (equals >= 0) {
        values.put(argument.substring(0, equals), argument.substring(equals + 1));
      } else if (environment.containsKey(argument)) {
        values.put(argument, environment.get(argument));
      }
    }
    return values;
  }

  /** Whether one of BuildKit's own arguments is given and true. */
  private static boolean isOn(String name, Map<String, String> buildArgs) throws BadArguments {
    String value = buildArgs.getOrDefault(name, "");
    Optional<Boolean> isOn = GoBoolean.parse(value);
    if (isOn.isEmpty() && !value.isEmpty()) {
      throw new BadArguments("--build-arg " + name + ": expected true or false, got " + value);
    }
    return isOn.orElse(false);
  }

  private static void requirePlaceForIndex(boolean index, OutputFlags output) throws BadArguments {
    if (index && output.tarPath.isPresent()) {
      throw new BadArguments(
          "--tar-path: an archive for docker load has no place for an index, which several"
              + " platforms, --provenance, --sbom and BUILDKIT_MULTI_PLATFORM make; use"
              + " --oci-layout-path");
    }
  }

  private static Annotations annotations(
      List<String> texts, List<Platform> platforms, boolean index) throws BadArguments {
    List<Annotation> annotations = new ArrayList<>();
    try {
      texts.forEach(text -> annotations.addAll(Annotation.parse(text)));
    } catch (IllegalArgumentException e) {
      throw new BadArguments("--annotation: " + e.getMessage());
    }
    for (Annotation annotation : annotations) {
      if (annotation.target().isOfIndex() && !index) {
        throw new BadArguments(
            "--annotation "
                + annotation.target()
                + ":"
                + annotation.key()
                + ": a single image has no index; --build-arg "
                + MULTI_PLATFORM
                + "=1 makes one");
      }
      if (annotation.platform().isPresent() && !platforms.contains(annotation.platform().get())) {
        throw new BadArguments("--annotation: nothing is built for " + annotation.platform().get());
      }
    }
    return new Annotations(annotations);
  }

  private static Map<String, String> pairs(String what, List<String> pairs) throws BadArguments {
    Map<String, String> values = new TreeMap<>();
    for (String pair : pairs) {
      int equals = pair.indexOf('=');
      if (equals <= 0) {
        throw new BadArguments(what + " must be of the form key=value, got " + pair);
      }
      values.put(pair.substring(0, equals), pair.substring(equals + 1));
    }
    return values;
  }

  /** Docker's manifests have no annotations and no layers of zstd; empty for the base's format. */
  private static Optional<ImageFormat> format(BuildFlags build, Compression compression)
      throws BadArguments {
    boolean annotated = !build.annotations.isEmpty();
    boolean zstd = compression == Compression.ZSTD;
    return switch (build.imageFormat.orElse("")) {
      case "" -> annotated || zstd ? Optional.of(ImageFormat.OCI) : Optional.empty();
      case "docker" -> {
        if (annotated) {
          throw new BadArguments("--annotation needs --image-format=oci: Docker's has none");
        }
        if (zstd) {
          throw new BadArguments(
              "--compression=zstd needs --image-format=oci: Docker's has no zstd");
        }
        yield Optional.of(ImageFormat.DOCKER);
      }
      case "oci" -> Optional.of(ImageFormat.OCI);
      default -> throw new BadArguments("--image-format must be either docker or oci");
    };
  }

  private static Compression compression(BuildFlags build) throws BadArguments {
    return switch (build.compression.orElse("")) {
      case "", "gzip" -> Compression.GZIP;
      case "zstd" -> Compression.ZSTD;
      default -> throw new BadArguments("--compression must be either \"gzip\" or \"zstd\"");
    };
  }

  private static List<ImageReference> destinations(List<String> names) throws BadArguments {
    List<ImageReference> destinations = new ArrayList<>();
    for (String name : names) {
      try {
        ImageReference reference = ImageReference.parse(name);
        if (reference.digest().isPresent()) {
          throw new BadArguments(
              "--destination " + name + " has a digest: images are pushed to a tag");
        }
        destinations.add(reference);
      } catch (IllegalArgumentException e) {
        throw new BadArguments("--destination: " + e.getMessage());
      }
    }
    return destinations;
  }

  public static Path workDirectory(BuildFlags build, Surroundings surroundings) {
    String directory =
        build
            .kanikoDir
            .or(() -> Optional.ofNullable(surroundings.environment().get("KANIKO_DIR")))
            .filter(text -> !text.isEmpty())
            .orElse("/var/lib/kaniko");
    return surroundings.currentDirectory().resolve(directory);
  }
}
