package dev.kaniko.adapters.credentials.docker;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A config as it was when the helper was made. Commands of the build may write to the user's home;
 * what they put there must not decide which programs are run or which credentials are used.
 *
 * @param source the file, or the variable, for messages
 * @param problem why the text could not be read, which matters only when somebody asks for it
 */
record ConfigText(String source, String text, Optional<String> problem) {
  private static final int LARGEST = 4 * 1024 * 1024;

  /** Without the text, which holds secrets. */
  @Override
  public String toString() {
    return source;
  }

  /**
   * The configs to be asked, in order: DOCKER_AUTH_CONFIG, then the first file that exists of
   * DOCKER_CONFIG's or the home directory's, REGISTRY_AUTH_FILE's and the runtime directory's.
   */
  static List<ConfigText> capture(Map<String, String> environment) {
    List<ConfigText> captured = new ArrayList<>();
    ofVariable(environment).ifPresent(captured::add);
    files(environment).stream()
        .filter(Files::exists)
        .findFirst()
        .ifPresent(file -> captured.add(read(file)));
    return captured;
  }

  /** What is asked before any file. */
  static Optional<ConfigText> ofVariable(Map<String, String> environment) {
    return variable(environment, "DOCKER_AUTH_CONFIG")
        .map(text -> new ConfigText("the variable DOCKER_AUTH_CONFIG", text, Optional.empty()));
  }

  /** The files that may hold the config, in order. */
  static List<Path> files(Map<String, String> environment) {
    List<Path> files = new ArrayList<>();
    variable(environment, "DOCKER_CONFIG")
        .map(Path::of)
        .or(() -> variable(environment, "HOME").map(home -> Path.of(home, ".docker")))
        .ifPresent(directory -> files.add(directory.resolve("config.json")));
    variable(environment, "REGISTRY_AUTH_FILE").map(Path::of).ifPresent(files::add);
    variable(environment, "XDG_RUNTIME_DIR")
        .map(directory -> Path.of(directory, "containers", "auth.json"))
        .ifPresent(files::add);
    return files;
  }

  private static Optional<String> variable(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }

  static ConfigText read(Path file) {
    try (InputStream stream = Files.newInputStream(file)) {
      byte[] bytes = stream.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        return new ConfigText(file.toString(), "", Optional.of("it is larger than 4 MiB"));
      }
      return new ConfigText(
          file.toString(), new String(bytes, StandardCharsets.UTF_8), Optional.empty());
    } catch (IOException e) {
      return new ConfigText(
          file.toString(), "", Optional.of(e.getClass().getSimpleName() + " while reading it"));
    }
  }
}
