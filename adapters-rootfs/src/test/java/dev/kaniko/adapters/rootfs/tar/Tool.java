package dev.kaniko.adapters.rootfs.tar;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Runs the programs that the code under test has to agree with. */
public final class Tool {
  private Tool() {}

  /**
   * Runs a shell script and gives what it has written, bytes one a char.
   *
   * @throws AssertionError when it fails
   */
  public static String run(Path directory, String script, byte[] input) {
    return new String(output(directory, script, input), ISO_8859_1);
  }

  public static byte[] output(Path directory, String script, byte[] input) {
    try {
      ProcessBuilder builder =
          new ProcessBuilder(List.of("bash", "-euo", "pipefail", "-c", script));
      builder.directory(directory.toFile()).redirectError(ProcessBuilder.Redirect.INHERIT);
      builder.environment().putAll(Map.of("LC_ALL", "C.UTF-8", "TZ", "UTC"));
      Process process = builder.start();
      Thread feeder = Thread.ofVirtual().start(() -> feed(process, input));
      byte[] output = process.getInputStream().readAllBytes();
      int status = process.waitFor();
      feeder.join();
      if (status != 0) {
        throw new AssertionError("status " + status + " of: " + script);
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void feed(Process process, byte[] input) {
    try (OutputStream stdin = process.getOutputStream()) {
      stdin.write(input);
    } catch (IOException e) {
      // A tool need not read all that it is given; its status tells whether it was content.
      System.err.println("a tool did not read its whole input: " + e.getMessage());
    }
  }
}
