package dev.kaniko.cli.flags;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How registries are talked to. */
public final class RegistryFlags {
  @Mixin public HostFlags hosts = new HostFlags();
  @Mixin public TransportFlags transport = new TransportFlags();
  @Mixin public PullFlags pull = new PullFlags();

  @Option(
      names = "--push-retry",
      paramLabel = "TIMES",
      defaultValue = "0",
      description =
          "Try a request of a push so many times more, where that may help. Requests are always"
              + " tried five times.")
  public int pushRetry;

  @Option(
      names = "--image-fs-extract-retry",
      paramLabel = "TIMES",
      defaultValue = "0",
      description = "As --image-download-retry: what is unpacked is fetched on the way.")
  public int extractRetry;

  @Option(
      names = "--push-ignore-immutable-tag-errors",
      description = "Take a tag for pushed that is there already and that may not be changed.")
  public boolean ignoreImmutableTags;

  @Option(
      names = "--skip-push-permission-check",
      description = "Do not try before the build whether pushing is allowed.")
  public boolean skipPushPermissionCheck;
}
