package dev.kaniko.cli.doctor;

import dev.kaniko.cli.flags.RegistryFlags;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** All flags of {@code executor doctor}; they mean what they mean to a build. */
@Command(
    name = "doctor",
    sortOptions = true,
    customSynopsis = "executor doctor [REGISTRY[/REPOSITORY]] [FLAGS]",
    description = {
      "Says what this machine or pod allows and how a build would run commands.",
      "Exit code 0: a Dockerfile with RUN can be built here; 1: it cannot."
    })
public final class DoctorFlags {
  @Mixin public RegistryFlags registry = new RegistryFlags();

  @Option(
      names = "--force",
      description = "As a build with this flag would run commands in another's container.")
  public boolean force;

  @Option(
      names = "--isolation",
      paramLabel = "auto|namespace|in-place",
      defaultValue = "auto",
      description = "As a build with this flag. Default: ${DEFAULT-VALUE}")
  public String isolation;

  @Option(
      names = "--kaniko-dir",
      paramLabel = "DIRECTORY",
      description = "As a build with this flag. Default: KANIKO_DIR, or /var/lib/kaniko")
  public Optional<String> kanikoDir = Optional.empty();

  @Option(
      names = {"--help", "-h"},
      description = "Show this help.")
  public boolean help;
}
