package dev.kaniko.adapters.credentials.environment;

import dev.kaniko.ports.credentials.Credential;
import dev.kaniko.ports.credentials.CredentialHelper;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.pf4j.Extension;

/**
 * User and password in variables that are named after the registry's host, {@code
 * KANIKO_REGISTRY_EXAMPLE_USER} and {@code KANIKO_REGISTRY_EXAMPLE_PASSWORD}, or after a domain
 * that it is in.
 *
 * <p>A name does not tell a hyphen from a dot. A Dockerfile could therefore name a host that was
 * registered for the purpose, and would be given what is another's: where a host has a hyphen, one
 * more variable has to say that it is the one that is meant.
 */
@Extension(ordinal = 1)
public final class EnvironmentCredentialHelper implements CredentialHelper {
  private final Map<String, String> environment;

  public EnvironmentCredentialHelper(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  @Override
  public Optional<Credential> credentialFor(String registry, String repository) throws IOException {
    for (VariableNames names : VariableNames.of(registry)) {
      Optional<String> user = variable(names.user());
      if (user.isPresent() && isMeant(names)) {
        String password =
            variable(names.password())
                .orElseThrow(
                    () ->
                        new IOException(names.user() + " is set, " + names.password() + " is not"));
        return Optional.of(new Credential.UserPassword(user.get(), password));
      }
    }
    return Optional.empty();
  }

  private boolean isMeant(VariableNames names) throws IOException {
    Optional<String> meant = variable(names.meant()).map(it -> it.toLowerCase(Locale.ROOT));
    if (meant.isEmpty() && names.areAmbiguous()) {
      throw new IOException(
          "%s could be meant for %s or for a host with dots in the place of hyphens: set %s=%s if it is"
              .formatted(names.user(), names.host(), names.meant(), names.host()));
    }
    return meant.isEmpty() || meant.get().equals(names.host());
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
  }

  @Override
  public String source() {
    return "the variables KANIKO_…_USER and KANIKO_…_PASSWORD";
  }
}
