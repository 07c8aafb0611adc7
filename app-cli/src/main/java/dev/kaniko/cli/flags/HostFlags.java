package dev.kaniko.cli.flags;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** How single registries are reached. */
public final class HostFlags {
  @Option(
      names = "--insecure-registry",
      paramLabel = "HOST[:PORT]",
      description = "Plain HTTP with this registry; may be repeated.")
  public List<String> insecureRegistries = new ArrayList<>();

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
}
