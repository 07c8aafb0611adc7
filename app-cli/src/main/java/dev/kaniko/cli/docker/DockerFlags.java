package dev.kaniko.cli.docker;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Flags as {@code docker build} has them, as far as they mean something here. */
@Command(
    name = "executor build",
    sortOptions = true,
    description = {
      "Builds an image with the flags of docker build.",
      "There is no store of images here: say --push, or where to by --output."
    })
public final class DockerFlags {
  @Parameters(
      paramLabel = "PATH|URL|-",
      description = "The build context; - is a tar at standard input.")
  public List<String> contexts = new ArrayList<>();

  @Option(
      names = {"--tag", "-t"},
      paramLabel = "NAME[:TAG]",
      description = "Name of the image; may be repeated.")
  public List<String> tags = new ArrayList<>();

  @Option(
      names = {"--file", "-f"},
      paramLabel = "FILE",
      description = "The Dockerfile; here too, its place below the context. Default: Dockerfile")
  public Optional<String> file = Optional.empty();

  @Option(names = "--push", description = "Push the image.")
  public boolean push;

  @Option(
      names = {"--output", "-o"},
      paramLabel = "type=TYPE[,KEY=VALUE]",
      description =
          "Where to: registry, image,push=true, docker,dest=FILE, oci,tar=false,dest=DIRECTORY, or"
              + " cacheonly; may be repeated.")
  public List<String> outputs = new ArrayList<>();

  @Option(names = "--build-arg", paramLabel = "NAME[=VALUE]", description = "A build argument.")
  public List<String> buildArgs = new ArrayList<>();

  @Option(
      names = "--build-context",
      paramLabel = "NAME=WHAT",
      description = "What a name of the Dockerfile stands for.")
  public List<String> buildContexts = new ArrayList<>();

  @Option(names = "--label", paramLabel = "KEY=VALUE", description = "A label of the image.")
  public List<String> labels = new ArrayList<>();

  @Option(
      names = "--annotation",
      paramLabel = "KEY=VALUE",
      description = "An annotation of the manifest, or of index:, manifest-descriptor:, ….")
  public List<String> annotations = new ArrayList<>();

  @Option(
      names = "--provenance",
      paramLabel = "true|mode=max|…",
      description = "Attach how the image was built.")
  public Optional<String> provenance = Optional.empty();

  @Option(
      names = "--sbom",
      paramLabel = "true|false",
      description = "Attach a list of the image's packages.")
  public Optional<String> sbom = Optional.empty();

  @Option(names = "--target", paramLabel = "STAGE", description = "The stage to build.")
  public Optional<String> target = Optional.empty();

  @Option(
      names = "--platform",
      paramLabel = "OS/ARCH[,…]",
      description = "What to build for; an index of images for several.")
  public List<String> platforms = new ArrayList<>();

  @Option(
      names = "--secret",
      paramLabel = "id=ID,…",
      description = "A secret for RUN --mount=type=secret.")
  public List<String> secrets = new ArrayList<>();

  @Option(
      names = "--ssh",
      paramLabel = "default|ID=SOCKET",
      description = "An agent for RUN --mount=type=ssh.")
  public List<String> agents = new ArrayList<>();

  @Option(
      names = "--iidfile",
      paramLabel = "FILE",
      description = "Write the image's ID, the digest of its config.")
  public Optional<String> imageIdFile = Optional.empty();

  @Option(
      names = "--metadata-file",
      paramLabel = "FILE",
      description = "Write digest, config and names of the image as JSON.")
  public Optional<String> metadataFile = Optional.empty();

  @Option(
      names = "--cache-from",
      paramLabel = "NAME|type=TYPE[,KEY=VALUE]",
      description =
          "Use the layers of a cache: NAME, registry,ref=NAME or local,src=DIRECTORY; may be"
              + " repeated.")
  public List<String> cacheFrom = new ArrayList<>();

  @Option(
      names = "--cache-to",
      paramLabel = "NAME|type=TYPE[,KEY=VALUE]",
      description =
          "Write a cache: registry,ref=NAME, local,dest=DIRECTORY, or inline; may be repeated.")
  public List<String> cacheTo = new ArrayList<>();

  @Option(names = "--no-cache", description = "Use no cached layer.")
  public boolean noCache;

  @Option(
      names = "--pull",
      description = "Changes nothing: a registry is always asked what a tag means.")
  public boolean pull;

  @Option(
      names = "--progress",
      paramLabel = "auto|plain|quiet",
      defaultValue = "auto",
      description = "How much is shown. Default: ${DEFAULT-VALUE}")
  public String progress;

  @Option(
      names = {"--help", "-h"},
      description = "Show this help.")
  public boolean help;
}
