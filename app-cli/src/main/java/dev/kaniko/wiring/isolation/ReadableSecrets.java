package dev.kaniko.wiring.isolation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Secrets in files of the container, which a command that runs in place as root can read: nothing
 * but another mount namespace could hide them.
 *
 * @param home where the executor is installed
 */
record ReadableSecrets(List<Path> files, Path home) {
  private static final Path SERVICE_ACCOUNT =
      Path.of("/var/run/secrets/kubernetes.io/serviceaccount/token");

  static ReadableSecrets of(Container container) {
    Stream<Optional<Path>> places =
        Stream.of(
            container.variable("DOCKER_CONFIG").map(it -> it.resolve("config.json")),
            Optional.of(container.home().resolve(".docker/config.json")),
            container.variable("REGISTRY_AUTH_FILE"),
            container.variable("GOOGLE_APPLICATION_CREDENTIALS"),
            container.variable("AWS_SHARED_CREDENTIALS_FILE"),
            container.variable("AWS_WEB_IDENTITY_TOKEN_FILE"),
            container.variable("AZURE_FEDERATED_TOKEN_FILE"),
            Optional.of(SERVICE_ACCOUNT));
    return new ReadableSecrets(
        places
            .flatMap(Optional::stream)
            .map(Path::normalize)
            .filter(Files::isRegularFile)
            .distinct()
            .toList(),
        container.home());
  }

  /** One sentence for the log; empty when there is nothing to find. */
  Optional<String> warning() {
    return files.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "commands run as the executor's own user and can read "
                + String.join(", ", files.stream().map(Path::toString).toList())
                + ": mount no more rights than the build needs");
  }

  /** Commands of other users than root cannot read the executor's own folder of credentials. */
  void closeOwnFolder() {
    Path folder = home.resolve(".docker");
    try {
      if (Files.isDirectory(folder)) {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
      }
    } catch (IOException e) {
      // A read-only volume keeps its owner's permissions; the warning above holds for it as well.
      return;
    }
  }
}
