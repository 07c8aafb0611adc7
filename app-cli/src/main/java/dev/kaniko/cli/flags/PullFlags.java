package dev.kaniko.cli.flags;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** How images are pulled. */
public final class PullFlags {
  @Option(
      names = "--insecure-pull",
      description = "Pull by plain HTTP where HTTPS does not answer.")
  public boolean insecurePull;

  @Option(names = "--skip-tls-verify-pull", description = "Pull without verifying certificates.")
  public boolean skipTlsVerifyPull;

  @Option(
      names = "--registry-mirror",
      paramLabel = "HOST[:PORT][/PREFIX]",
      description =
          "Pull images of Docker Hub from here; may be repeated, then tried in turn. The same as"
              + " --registry-map=index.docker.io=…")
  public List<String> mirrors = new ArrayList<>();

  @Option(
      names = "--registry-map",
      paramLabel = "REGISTRY=HOST[:PORT][/PREFIX];…",
      description = "Pull images of a registry from others, tried in turn; may be repeated.")
  public List<String> maps = new ArrayList<>();

  @Option(
      names = "--skip-default-registry-fallback",
      description = "Do not pull from the registry itself what no mirror has.")
  public boolean skipFallback;

  @Option(
      names = "--image-download-retry",
      paramLabel = "TIMES",
      defaultValue = "0",
      description =
          "Try a request of a pull so many times more, where that may help. Requests are always"
              + " tried five times.")
  public int downloadRetry;

  @Option(
      names = "--credential-helpers",
      paramLabel = "NAME",
      description =
          "Whom to ask for credentials besides config.json: env, google, ecr, acr, gitlab, or the"
              + " id of a plugin; may be repeated, and empty names none. Default: all.")
  public List<String> credentialHelpers = new ArrayList<>();
}
