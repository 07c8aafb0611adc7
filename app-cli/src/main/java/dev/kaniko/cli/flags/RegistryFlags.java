package dev.kaniko.cli.flags;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** How registries are talked to. */
public final class RegistryFlags {
  @Option(names = "--insecure", description = "Push by plain HTTP where HTTPS does not answer.")
  public boolean insecure;

  @Option(
      names = "--insecure-pull",
      description = "Pull by plain HTTP where HTTPS does not answer.")
  public boolean insecurePull;

  @Option(
      names = "--insecure-registry",
      paramLabel = "HOST[:PORT]",
      description = "Plain HTTP with this registry; may be repeated.")
  public List<String> insecureRegistries = new ArrayList<>();

  @Option(names = "--skip-tls-verify", description = "Push without verifying certificates.")
  public boolean skipTlsVerify;

  @Option(names = "--skip-tls-verify-pull", description = "Pull without verifying certificates.")
  public boolean skipTlsVerifyPull;

  @Option(
      names = "--skip-tls-verify-registry",
      paramLabel = "HOST[:PORT]",
      description = "No verifying of certificates with this registry; may be repeated.")
  public List<String> skipTlsVerifyRegistries = new ArrayList<>();

  @Option(
      names = "--registry-certificate",
      paramLabel = "HOST=FILE",
      description = "PEM file of the authorities to trust with this registry.")
  public List<String> certificates = new ArrayList<>();

  @Option(
      names = "--registry-client-cert",
      paramLabel = "HOST=CERT,KEY",
      description = "PEM files of the client certificate for this registry.")
  public List<String> clientCertificates = new ArrayList<>();

  @Option(
      names = "--skip-push-permission-check",
      description = "Do not try before the build whether pushing is allowed.")
  public boolean skipPushPermissionCheck;
}
