package dev.kaniko.e2e.process;

import java.util.List;

/**
 * How a program ended.
 *
 * @param output both streams, as they came
 */
public record Outcome(List<String> command, int exitCode, String output) {

  public boolean succeeded() {
    return exitCode == 0;
  }

  /** The output, or a failure of the test that shows the command and all it wrote. */
  public String outputOrFail() {
    if (!succeeded()) {
      throw new AssertionError(
          "%s ended with %d:%n%s".formatted(String.join(" ", command), exitCode, output));
    }
    return output;
  }
}
