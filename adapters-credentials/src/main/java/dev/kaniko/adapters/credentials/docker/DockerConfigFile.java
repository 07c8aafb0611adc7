package dev.kaniko.adapters.credentials.docker;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaniko.domain.source.Problem;
import dev.kaniko.ports.failure.EnvironmentFailure;
import dev.kaniko.ports.failure.UserMistakes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The user's config, to be changed: what {@code docker login} and {@code docker logout} do. Only
 * the entry of one registry changes, everything else stays. The file is replaced at once, so that
 * nobody reads half of it, and is its owner's alone to read.
 */
public final class DockerConfigFile {
  private static final FileAttribute<?> OWNERS_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final FileAttribute<?> OWNERS_DIRECTORY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  /** Gives numbers back as they were written. */
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private final Path file;
  private final Optional<ConfigText> before;

  private DockerConfigFile(Path file, Optional<ConfigText> before) {
    this.file = file;
    this.before = before;
  }

  /**
   * The file that a build would read; if there is none, the first that it would look for.
   *
   * @throws UserMistakes when the environment names no place for one
   */
  public static DockerConfigFile in(Map<String, String> environment) {
    List<Path> places = ConfigText.files(environment);
    if (places.isEmpty()) {
      throw new UserMistakes(
          Problem.general("there is no place for a config.json")
              .withHint("set DOCKER_CONFIG to a directory"));
    }
    Path file = places.stream().filter(Files::exists).findFirst().orElse(places.getFirst());
    return new DockerConfigFile(file, ConfigText.ofVariable(environment));
  }

  /**
   * Keeps user and password of a registry.
   *
   * @param registry host and port, as in an image reference
   * @throws UserMistakes when a build would not take them from here, but from somewhere else
   */
  public void login(String registry, String user, String password) {
    if (user.isEmpty() || user.contains(":")) {
      throw new UserMistakes(Problem.general("a user's name is not empty and has no colon"));
    }
    requireAsked(registry);
    ObjectNode config = read(registry);
    ObjectNode auths = auths(config);
    remove(auths, registry);
    byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    auths
        .putObject(RegistryKeys.server(registry))
        .put("auth", Base64.getEncoder().encodeToString(pair));
    write(config);
  }

  /** Forgets what {@link #login} has kept; false when there was nothing. */
  public boolean logout(String registry) {
    if (!Files.exists(file)) {
      return false;
    }
    ObjectNode config = read(registry);
    boolean removed = remove(auths(config), registry);
    if (removed) {
      write(config);
    }
    return removed;
  }

  /** The variable is looked at before the file. */
  private void requireAsked(String registry) {
    try {
      if (before.isPresent()) {
        DockerConfig config = DockerConfig.read(before.get());
        List<String> keys = RegistryKeys.names(registry);
        if (config.helperFor(keys).isPresent() || config.credentialFor(keys).isPresent()) {
          throw new UserMistakes(
              Problem.general(config.source() + " has credentials for " + registry)
                  .withHint("it goes before " + file + ": unset it, or leave it at that"));
        }
      }
    } catch (IOException e) {
      throw new EnvironmentFailure(e.getMessage(), e);
    }
  }

  /** An empty object when there is no file. */
  private ObjectNode read(String registry) {
    if (!Files.exists(file)) {
      return JSON.createObjectNode();
    }
    ConfigText text = ConfigText.read(file);
    try {
      Optional<String> helper = DockerConfig.read(text).helperFor(RegistryKeys.names(registry));
      if (helper.isPresent()) {
        throw new UserMistakes(
            Problem.general(
                    "%s has the program docker-credential-%s keep the credentials for %s"
                        .formatted(file, helper.get(), registry))
                .withHint("use that program, or take credHelpers and credsStore out of the file"));
      }
      return (ObjectNode) JSON.readTree(text.text());
    } catch (IOException e) {
      throw new EnvironmentFailure(e.getMessage(), e);
    }
  }

  private static ObjectNode auths(ObjectNode config) {
    JsonNode auths = config.get("auths");
    return auths instanceof ObjectNode there ? there : config.putObject("auths");
  }

  /** Under any of the names that stand for the registry; parts of it are others' business. */
  private static boolean remove(ObjectNode auths, String registry) {
    List<String> names = RegistryKeys.names(registry);
    return auths
        .properties()
        .removeIf(entry -> names.contains(RegistryKeys.normalised(entry.getKey())));
  }

  private void write(ObjectNode config) {
    try {
      Path target = Files.exists(file) ? file.toRealPath() : file;
      Files.createDirectories(target.getParent(), OWNERS_DIRECTORY);
      Path temporary = Files.createTempFile(target.getParent(), ".config", ".json", OWNERS_FILE);
      try {
        Files.write(temporary, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(config));
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      throw new EnvironmentFailure(
          "cannot write " + file + ": " + e.getClass().getSimpleName() + " " + e.getMessage(),
          Optional.of("set DOCKER_CONFIG to a directory that can be written to"),
          e);
    }
  }

  /** The file's path. */
  @Override
  public String toString() {
    return file.toString();
  }
}
