package dev.kaniko.cli.process;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/**
 * The process as the executor sees it.
 *
 * @param terminal whether {@code err} is one
 */
public record Surroundings(
    Map<String, String> environment,
    InputStream in,
    PrintStream out,
    PrintStream err,
    boolean terminal,
    Path currentDirectory,
    InstantSource clock) {
  public Surroundings {
    environment = Map.copyOf(environment);
  }

  /** Without the environment, which may hold secrets. */
  @Override
  public String toString() {
    return "surroundings in " + currentDirectory;
  }
}
