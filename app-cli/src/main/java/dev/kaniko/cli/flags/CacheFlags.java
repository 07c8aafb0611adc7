package dev.kaniko.cli.flags;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Layers of earlier builds, and base images. */
public final class CacheFlags {
  /** The usual time to live. */
  public static final String TWO_WEEKS = "336h";

  /** Where base images are looked for when nothing else is said. */
  public static final String BASES = "/cache";

  @Option(
      names = "--cache-dir",
      paramLabel = "DIRECTORY",
      description =
          "Take base images from here, where the warmer has put them, instead of their registry."
              + " Default with --cache: "
              + BASES
              + ", if it is there")
  public Optional<String> bases = Optional.empty();

  @Option(
      names = "--cache",
      description = "Use the layers of earlier builds, and keep those that are made.")
  public boolean cache;

  @Option(
      names = "--cache-repo",
      paramLabel = "REPOSITORY|oci:DIRECTORY",
      defaultValue = "",
      description =
          "Where layers are kept: a repository, or image layouts in a directory. Default: the first"
              + " destination's repository followed by /cache")
  public String repository;

  @Option(
      names = "--cache-from",
      paramLabel = "NAME|type=TYPE[,KEY=VALUE]",
      description =
          "Use the layers of a cache that --cache-to has written: NAME or registry,ref=NAME, or"
              + " local,src=DIRECTORY[,tag=TAG][,digest=DIGEST]; may be repeated.")
  public List<String> from = new ArrayList<>();

  @Option(
      names = "--cache-to",
      paramLabel = "NAME|type=TYPE[,KEY=VALUE]",
      description =
          "When the build has succeeded, write its cache: registry,ref=NAME, local,dest=DIRECTORY"
              + "[,tag=TAG], both with mode=min|max, image-manifest=, ignore-error=; or inline,"
              + " into the image; may be repeated.")
  public List<String> to = new ArrayList<>();

  @Option(
      names = "--cache-ttl",
      paramLabel = "DURATION",
      defaultValue = TWO_WEEKS,
      description =
          "Older layers and base images are not used. Default: ${DEFAULT-VALUE}, two weeks")
  public String ttl;

  @Option(
      names = "--cache-run-layers",
      defaultValue = "true",
      fallbackValue = "true",
      description = "Cache the layers of RUN. Default: ${DEFAULT-VALUE}")
  public boolean runLayers;

  @Option(
      names = "--cache-copy-layers",
      defaultValue = "true",
      fallbackValue = "true",
      description = "Cache the layers of COPY and ADD, too. Default: ${DEFAULT-VALUE}")
  public boolean copyLayers;

  @Option(names = "--no-push-cache", description = "Use the cache, and keep no new layer in it.")
  public boolean noPush;

  @Option(
      names = "--cache-verify",
      description =
          "Read each cached layer in full before it is used, so that one that is wrong is made"
              + " anew. Without, a layer that nobody needs the files of is taken at the cache's"
              + " word.")
  public boolean verify;

  @Option(
      names = "--cache-explain",
      description =
          "Tell of each step whether its layer is in the cache, and if not, what has changed since"
              + " the last build with this flag. Values are not told.")
  public boolean explain;
}
