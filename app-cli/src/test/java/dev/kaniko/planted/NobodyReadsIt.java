package dev.kaniko.planted;

import picocli.CommandLine.Option;

/** Breaks a rule of the architecture, so that the rule is seen to notice. */
public final class NobodyReadsIt {
  @Option(names = "--ignored")
  boolean ignored;

  private NobodyReadsIt() {}
}
