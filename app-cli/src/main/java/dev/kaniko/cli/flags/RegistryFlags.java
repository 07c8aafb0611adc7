package dev.kaniko.cli.flags;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How registries are talked to. */
public final class RegistryFlags {
  @Mixin public PullFlags pull = new PullFlags();

  @Option(names = "--insecure", description = "Push by plain HTTP where HTTPS does not answer.")
  public boolean insecure;

  @Option(names = "--skip-tls-verify", description = "Push without verifying certificates.")
  public boolean skipTlsVerify;

  @Option(
      names = "--push-retry",
      paramLabel = "TIMES",
      defaultValue = "0",
      description =
          "Try a request of a push so many times more, where that may help. Requests are always"
              + " tried five times.")
  public int pushRetry;

  @Option(
      names = "--image-download-retry",
      paramLabel = "TIMES",
      defaultValue = "0",
      description = "As --push-retry, for what is pulled.")
  public int downloadRetry;

  @Option(
      names = "--image-fs-extract-retry",
      paramLabel = "TIMES",
      defaultValue = "0",
      description = "As --image-download-retry: what is unpacked is fetched on the way.")
  public int extractRetry;

  @Option(
      names = "--skip-push-permission-check",
      description = "Do not try before the build whether pushing is allowed.")
  public boolean skipPushPermissionCheck;
}
