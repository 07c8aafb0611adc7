package dev.kaniko.cli.flags;

import picocli.CommandLine.Option;

/** How registries that are pushed to are reached: with or without TLS, and who is trusted. */
public final class TransportFlags {
  @Option(names = "--insecure", description = "Push by plain HTTP where HTTPS does not answer.")
  public boolean insecure;

  @Option(names = "--skip-tls-verify", description = "Push without verifying certificates.")
  public boolean skipTlsVerify;
}
