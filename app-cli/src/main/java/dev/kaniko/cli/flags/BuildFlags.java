package dev.kaniko.cli.flags;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What is built, and how. */
public final class BuildFlags {
  @Option(
      names = "--build-arg",
      paramLabel = "NAME[=VALUE]",
      description = "A build argument; without a value, the executor's environment gives it.")
  public List<String> buildArgs = new ArrayList<>();

  @Option(
      names = "--target",
      paramLabel = "STAGE",
      defaultValue = "",
      description = "The stage to build. Default: the last.")
  public String target;

  @Option(
      names = "--label",
      paramLabel = "KEY=VALUE",
      description = "A label of the image; it wins over the Dockerfile's.")
  public List<String> labels = new ArrayList<>();

  @Option(
      names = "--annotation",
      paramLabel = "[TARGET:]KEY=VALUE",
      description =
          "An annotation of the image, which is OCI's then: of its manifest, or of the target"
              + " manifest-descriptor, index or index-descriptor; manifest[OS/ARCH] is that of one"
              + " platform. May be repeated.")
  public List<String> annotations = new ArrayList<>();

  @Option(
      names = {"--custom-platform", "--customPlatform", "--platform"},
      paramLabel = "OS/ARCH[/VARIANT][,…]",
      description =
          "What to build for; an index of images for several. Default: this machine's platform.")
  public List<String> platforms = new ArrayList<>();

  @Option(
      names = "--dryrun",
      description =
          "Build, push and write nothing: print the stages and steps, the key of each layer, and,"
              + " with --cache, whether it is cached.")
  public boolean dryRun;

  @Option(names = "--single-snapshot", description = "Make one layer of all that a stage does.")
  public boolean singleSnapshot;

  @Option(
      names = "--reproducible",
      description = "Record no time of the build: the same input gives the same image.")
  public boolean reproducible;

  @Option(
      names = "--image-format",
      paramLabel = "docker|oci",
      description = "Format of the image. Default: the base's, or oci for FROM scratch.")
  public Optional<String> imageFormat = Optional.empty();

  @Option(
      names = "--compression",
      paramLabel = "gzip|zstd",
      description = "Compression of new layers. Default: gzip")
  public Optional<String> compression = Optional.empty();

  @Option(
      names = "--compression-level",
      paramLabel = "LEVEL",
      defaultValue = "-1",
      description = "Level of the compression; below 1 the default.")
  public int compressionLevel;

  @Option(
      names = "--force",
      description =
          "Run commands in place in a container that is not the executor's own, whose files are"
              + " replaced by the image's.")
  public boolean force;

  @Option(
      names = "--isolation",
      paramLabel = "auto|namespace|in-place",
      defaultValue = "auto",
      description =
          "How commands are kept apart from the machine: in namespaces, or, in an ordinary pod, in"
              + " place. Default: ${DEFAULT-VALUE}, the best that the machine allows")
  public String isolation;

  @Option(
      names = "--ignore-path",
      paramLabel = "PATH",
      description =
          "What commands change at or below this path is left out of layers; in place, the path is"
              + " not touched at all. May be repeated.")
  public List<String> ignoredPaths = new ArrayList<>();

  @Option(
      names = {"--ignore-var-run", "--whitelist-var-run"},
      description =
          "As --ignore-path=/var/run. Default: only what the pod has mounted there is left out")
  public boolean ignoreVarRun;

  @Option(
      names = "--cleanup",
      description = "In place: remove the image's files from the container at the end.")
  public boolean cleanup;

  @Option(
      names = "--kaniko-dir",
      paramLabel = "DIRECTORY",
      description =
          "Where the executor keeps its files. Default: KANIKO_DIR of the environment, or"
              + " /var/lib/kaniko")
  public Optional<String> kanikoDir = Optional.empty();
}
