package dev.kaniko.adapters.rootfs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Folders that are removed after each test by {@code rm}, which copes with names of any bytes and
 * trees of any depth without the code under test.
 */
public final class TestFolder implements AfterEachCallback {
  private final List<Path> made = new ArrayList<>();

  public Path make() throws IOException {
    Path folder = Files.createTempDirectory("rootfs-test");
    made.add(folder);
    return folder;
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    for (Path folder : made) {
      run("rm", "-rf", folder.toString());
    }
    made.clear();
  }

  /** Runs a program that must succeed, and gives what it prints. */
  public static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.ISO_8859_1);
    int status = process.waitFor();
    if (status != 0) {
      throw new IOException(String.join(" ", command) + " exited with " + status + ": " + output);
    }
    return output;
  }
}
