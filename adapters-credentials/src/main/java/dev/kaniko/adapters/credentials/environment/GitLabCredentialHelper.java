package dev.kaniko.adapters.credentials.environment;

import dev.kaniko.ports.credentials.Credential;
import dev.kaniko.ports.credentials.CredentialHelper;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.pf4j.Extension;

/**
 * The registry of a GitLab, for jobs of its CI: {@code CI_REGISTRY} is its host, {@code
 * CI_REGISTRY_USER} and {@code CI_REGISTRY_PASSWORD} are good as long as the job runs.
 *
 * @see <a href="https://docs.gitlab.com/ci/variables/predefined_variables/">predefined
 *     variables</a>
 */
@Extension(ordinal = 2)
public final class GitLabCredentialHelper implements CredentialHelper {
  private final Map<String, String> environment;

  public GitLabCredentialHelper(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  @Override
  public Optional<Credential> credentialFor(String registry, String repository) throws IOException {
    String host = variable("CI_REGISTRY");
    String user = variable("CI_REGISTRY_USER");
    if (user.isEmpty() || !normalised(host).equals(normalised(registry))) {
      return Optional.empty();
    }
    String password = variable("CI_REGISTRY_PASSWORD");
    if (password.isEmpty()) {
      throw new IOException("CI_REGISTRY_USER is set, CI_REGISTRY_PASSWORD is not");
    }
    return Optional.of(new Credential.UserPassword(user, password));
  }

  private String variable(String name) {
    return environment.getOrDefault(name, "");
  }

  private static String normalised(String registry) {
    return registry.toLowerCase(Locale.ROOT).replaceFirst(":443$", "");
  }

  @Override
  public String source() {
    return "the variables CI_REGISTRY_USER and CI_REGISTRY_PASSWORD";
  }
}
