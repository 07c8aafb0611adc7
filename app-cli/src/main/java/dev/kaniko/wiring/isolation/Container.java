package dev.kaniko.wiring.isolation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the executor runs in.
 *
 * @param home where the executor is installed
 * @param environment of the process
 */
public record Container(Path home, Map<String, String> environment) {
  /** A file that only the executor's own image has. */
  private static final String MARK = "executor-image";

  /** The PID namespace that a kernel starts with always has this number (linux/proc_ns.h). */
  private static final String MACHINE = "pid:[4026531836]";

  private static final List<Path> MARKS_OF_ENGINES =
      List.of(
          Path.of("/.dockerenv"),
          Path.of("/run/.containerenv"),
          Path.of("/var/run/secrets/kubernetes.io/serviceaccount"));

  private static final List<String> VARIABLES_OF_ENGINES =
      List.of("container", "KUBERNETES_SERVICE_HOST");

  /** The path that an environment variable names, if it does. */
  Optional<Path> variable(String name) {
    return Optional.ofNullable(environment.get(name))
        .filter(value -> !value.isEmpty())
        .map(Path::of);
  }

  boolean isExecutorImage() {
    return Files.isRegularFile(home.resolve(MARK)) && isContainer();
  }

  /**
   * True when the process is kept apart from the machine, and there is a mark of an engine. The
   * marks alone prove nothing: a machine whose disk was made from an image has them as well.
   */
  boolean isContainer() {
    return !seesTheMachinesProcesses() && looksLikeContainer();
  }

  /** True when an engine says so, or the root is an overlay, as engines make it. */
  private boolean looksLikeContainer() {
    return MARKS_OF_ENGINES.stream().anyMatch(Files::exists)
        || VARIABLES_OF_ENGINES.stream().anyMatch(environment::containsKey)
        || rootIsOverlay();
  }

  private static boolean seesTheMachinesProcesses() {
    try {
      return Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString().equals(MACHINE);
    } catch (IOException e) {
      // Without /proc nothing is known, and the machine is assumed.
      return true;
    }
  }

  private static boolean rootIsOverlay() {
    try {
      String mounts = Files.readString(Path.of("/proc/self/mounts"), StandardCharsets.ISO_8859_1);
      return mounts.lines().anyMatch(line -> line.split(" ", 4)[1].equals("/") && isOverlay(line));
    } catch (IOException e) {
      // Without /proc nothing is known, and nothing is allowed.
      return false;
    }
  }

  private static boolean isOverlay(String mount) {
    return mount.split(" ", 4)[2].equals("overlay");
  }
}
