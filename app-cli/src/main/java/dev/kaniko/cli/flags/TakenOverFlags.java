package dev.kaniko.cli.flags;

import picocli.CommandLine.Option;

/**
 * Flags of kaniko's that choose between things of which there is only one here. Whoever gives one
 * is told what its description says.
 */
public final class TakenOverFlags {
  @Option(
      names = {"--snapshot-mode", "--snapshotMode"},
      paramLabel = "full|redo|time",
      defaultValue = "full",
      description = "Changes nothing: all modes give the same, exact snapshot.")
  public String snapshotMode;

  @Option(
      names = "--use-new-run",
      description = "Changes nothing: snapshots are exact, and fast, with and without.")
  public boolean useNewRun;

  @Option(
      names = "--skip-unused-stages",
      description = "Changes nothing: stages that the target does not need are never built.")
  public boolean skipUnusedStages;

  @Option(
      names = "--compressed-caching",
      description = "Changes nothing: layers are never held in memory.")
  public boolean compressedCaching;

  @Option(
      names = "--force-build-metadata",
      description = "Changes nothing: every instruction has its entry in the history.")
  public boolean forceBuildMetadata;

  @Option(
      names = "--preserve-context",
      description = "Changes nothing: a build never changes its context.")
  public boolean preserveContext;
}
