package dev.kaniko.adapters.registry.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Runs the tools of others, to see whether they understand what was written here. */
public final class Tool {
  private Tool() {}

  /** The standard output of a command that must succeed. */
  public static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError(String.join(" ", command) + ":\n" + output);
    }
    return output;
  }
}
