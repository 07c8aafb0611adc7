package dev.kaniko.cli.flags;

import picocli.CommandLine.Option;

/** What is said about the image beside it. */
public final class AttestationFlags {
  @Option(
      names = "--provenance",
      paramLabel = "true|mode=min|mode=max[,…]",
      defaultValue = "false",
      description =
          "Attach how the image was built, as docker buildx does; mode=max tells the Dockerfile and"
              + " build arguments too. Others: version=v0.2|v1, builder-id=URI, reproducible=true."
              + " Default: ${DEFAULT-VALUE}")
  public String provenance;

  @Option(
      names = "--sbom",
      paramLabel = "true|false",
      defaultValue = "false",
      description =
          "Attach a list of the packages that dpkg's and apk's databases in the image name."
              + " Default: ${DEFAULT-VALUE}")
  public String sbom;
}
