package dev.kaniko.cli.login;

import dev.kaniko.cli.flags.HostFlags;
import dev.kaniko.cli.flags.TransportFlags;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** All flags of {@code executor login}. */
@Command(
    name = "login",
    sortOptions = true,
    customSynopsis = "executor login REGISTRY -u USER --password-stdin [FLAGS]",
    description = {
      "Asks the registry whether it takes user and password, and keeps them in Docker's"
          + " config.json.",
      "Builds find them there. Exit code 1: they were not taken, and nothing was changed."
    })
public final class LoginFlags {
  @Mixin public HostFlags hosts = new HostFlags();
  @Mixin public TransportFlags transport = new TransportFlags();

  @Option(
      names = {"--username", "-u"},
      paramLabel = "USER",
      description = "The user's name, or what the registry wants in its place.")
  public Optional<String> user = Optional.empty();

  @Option(
      names = "--password-stdin",
      description = "Read the password from standard input; a line's end behind it is left out.")
  public boolean passwordStdin;

  @Option(
      names = {"--password", "-p"},
      paramLabel = "PASSWORD",
      description = "The password. Others can see it in the list of processes.")
  public Optional<String> password = Optional.empty();

  @Option(names = "--skip-login-check", description = "Keep them without asking the registry.")
  public boolean skipCheck;

  @Option(
      names = {"--help", "-h"},
      description = "Show this help.")
  public boolean help;
}
