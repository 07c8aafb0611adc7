package dev.kaniko.adapters.credentials.docker;

import dev.kaniko.ports.credentials.Credential;
import dev.kaniko.ports.credentials.CredentialHelper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.pf4j.Extension;

/**
 * Knows the credentials in Docker's {@code config.json}, and those of the programs that it names.
 *
 * <p>Files are read, and programs looked up, when this object is made; it has to be made before any
 * content of a build can have changed them. What was read is understood only when somebody asks.
 */
@Extension
public final class DockerConfigCredentialHelper implements CredentialHelper {
  private final List<ConfigText> texts;
  private final List<Path> places;
  private final HelperPrograms programs;
  private Optional<List<DockerConfig>> configs = Optional.empty();

  /**
   * @param environment DOCKER_CONFIG, HOME, DOCKER_AUTH_CONFIG, REGISTRY_AUTH_FILE and
   *     XDG_RUNTIME_DIR say where to look, PATH where programs are; programs get all of it
   */
  public DockerConfigCredentialHelper(Map<String, String> environment) {
    this.texts = ConfigText.capture(environment);
    this.places = ConfigText.files(environment);
    this.programs = HelperPrograms.capture(Map.copyOf(environment));
  }

  @Override
  public Optional<Credential> credentialFor(String registry, String repository) throws IOException {
    List<String> candidates = RegistryKeys.candidates(registry, repository);
    for (DockerConfig config : configs()) {
      Optional<String> helper = config.helperFor(candidates);
      Optional<Credential> credential = Optional.empty();
      if (helper.isPresent()) {
        credential = programs.ask(helper.get(), RegistryKeys.server(registry), config.source());
      }
      if (credential.isEmpty()) {
        credential = config.credentialFor(candidates);
      }
      if (credential.isPresent()) {
        return credential;
      }
    }
    return Optional.empty();
  }

  private synchronized List<DockerConfig> configs() throws IOException {
    if (configs.isEmpty()) {
      List<DockerConfig> read = new ArrayList<>();
      for (ConfigText text : texts) {
        read.add(DockerConfig.read(text));
      }
      configs = Optional.of(read);
    }
    return configs.get();
  }

  /** The configs that were found, or else the files that were looked for. */
  @Override
  public String source() {
    List<?> shown = texts.isEmpty() ? places : texts;
    return shown.isEmpty()
        ? "any docker config: neither DOCKER_CONFIG nor HOME is set"
        : shown.stream().map(Object::toString).collect(Collectors.joining(" or "));
  }
}
