package dev.kaniko.cli.flags;

import picocli.CommandLine.Option;

/** What is printed. */
public final class LogFlags {
  @Option(
      names = {"--verbosity", "-v"},
      paramLabel = "LEVEL",
      defaultValue = "info",
      description = "trace, debug, info, warn, error, fatal or panic. Default: ${DEFAULT-VALUE}")
  public String verbosity;

  @Option(
      names = "--log-format",
      paramLabel = "FORMAT",
      defaultValue = "color",
      description = "text, color or json. Default: ${DEFAULT-VALUE}")
  public String format;

  @Option(
      names = "--log-timestamp",
      description = "Times of day instead of seconds from the start.")
  public boolean timestamp;
}
