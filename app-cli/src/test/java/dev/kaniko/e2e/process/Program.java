package dev.kaniko.e2e.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program to run to its end.
 *
 * @param directory where it starts
 * @param environment added to the environment of this JVM
 */
public record Program(List<String> command, Path directory, Map<String, String> environment) {
  private static final long LONGEST_MINUTES = 10;

  public Program {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }

  public static Program of(String... command) {
    return of(List.of(command));
  }

  public static Program of(List<String> command) {
    return new Program(command, Path.of("/"), Map.of());
  }

  public Program in(Path newDirectory) {
    return new Program(command, newDirectory, environment);
  }

  public Program with(String variable, String value) {
    Map<String, String> more = new HashMap<>(environment);
    more.put(variable, value);
    return new Program(command, directory, more);
  }

  /** Waits for the end; whatever is written, to either stream, is in the outcome in its order. */
  public Outcome run() {
    try {
      Path output = Files.createTempFile("program", ".log");
      try {
        int exitCode = exitCode(output);
        return new Outcome(
            command, exitCode, new String(Files.readAllBytes(output), StandardCharsets.UTF_8));
      } finally {
        Files.delete(output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run " + command.getFirst(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + command.getFirst() + " ran", e);
    }
  }

  /** Writes into a file: a pipe would stay open for as long as any left-over child lives. */
  private int exitCode(Path output) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    if (!process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly().waitFor();
      throw new AssertionError(
          "%s did not end within %d minutes; it wrote:%n%s"
              .formatted(
                  String.join(" ", command),
                  LONGEST_MINUTES,
                  new String(Files.readAllBytes(output), StandardCharsets.UTF_8)));
    }
    return process.exitValue();
  }
}
