package dev.kaniko.cli.flags;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where the image goes. */
public final class OutputFlags {
  @Option(
      names = {"--destination", "-d"},
      paramLabel = "IMAGE",
      description = "Name to push the image to; may be repeated.")
  public List<String> destinations = new ArrayList<>();

  @Option(names = "--no-push", description = "Do not push.")
  public boolean noPush;

  @Option(
      names = {"--tar-path", "--tarPath"},
      paramLabel = "FILE",
      description = "Write the image as a tar for docker load.")
  public Optional<String> tarPath = Optional.empty();

  @Option(
      names = "--oci-layout-path",
      paramLabel = "DIRECTORY",
      description = "Write the image as an OCI layout.")
  public Optional<String> ociLayoutPath = Optional.empty();

  @Option(names = "--digest-file", paramLabel = "FILE", description = "Write the image's digest.")
  public Optional<String> digestFile = Optional.empty();

  @Option(
      names = "--image-name-with-digest-file",
      paramLabel = "FILE",
      description = "Write each destination with the image's digest.")
  public Optional<String> nameWithDigestFile = Optional.empty();

  @Option(
      names = "--image-name-tag-with-digest-file",
      paramLabel = "FILE",
      description = "Write each destination with its tag and the image's digest.")
  public Optional<String> nameTagWithDigestFile = Optional.empty();

  @Option(
      names = "--iidfile",
      paramLabel = "FILE",
      description = "Write the digest of the image's config, which docker calls the image's ID.")
  public Optional<String> imageIdFile = Optional.empty();

  @Option(
      names = "--metadata-file",
      paramLabel = "FILE",
      description = "Write digest, config and names of the image as JSON, as docker buildx does.")
  public Optional<String> metadataFile = Optional.empty();
}
