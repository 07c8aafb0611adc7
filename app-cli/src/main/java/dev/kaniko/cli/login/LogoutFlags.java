package dev.kaniko.cli.login;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** All flags of {@code executor logout}. */
@Command(
    name = "logout",
    sortOptions = true,
    customSynopsis = "executor logout REGISTRY",
    description = "Takes user and password of a registry out of Docker's config.json.")
public final class LogoutFlags {
  @Option(
      names = {"--help", "-h"},
      description = "Show this help.")
  public boolean help;
}
