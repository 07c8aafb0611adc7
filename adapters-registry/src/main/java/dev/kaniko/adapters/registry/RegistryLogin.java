package dev.kaniko.adapters.registry;

import dev.kaniko.adapters.registry.client.RegistryConnection;
import dev.kaniko.adapters.registry.client.RegistryConnections;
import dev.kaniko.adapters.registry.client.RegistryRequest;
import dev.kaniko.adapters.registry.client.Tuning;
import dev.kaniko.adapters.registry.http.HttpAnswer;
import dev.kaniko.adapters.registry.http.Purpose;
import dev.kaniko.adapters.registry.http.RequestBody;
import dev.kaniko.adapters.registry.options.Access;
import dev.kaniko.adapters.registry.options.RegistryOptions;
import dev.kaniko.ports.credentials.Credential;
import dev.kaniko.ports.credentials.CredentialHelper;
import dev.kaniko.ports.failure.RegistryFailure;
import dev.kaniko.ports.listener.BuildListener;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** Asks a registry whether it takes a credential, as {@code docker login} does. */
public final class RegistryLogin {
  private final RegistryOptions options;
  private final BuildListener listener;
  private final Tuning tuning;

  public RegistryLogin(RegistryOptions options, BuildListener listener) {
    this(options, listener, Tuning.USUAL);
  }

  RegistryLogin(RegistryOptions options, BuildListener listener, Tuning tuning) {
    this.options = options;
    this.listener = listener;
    this.tuning = tuning;
  }

  /**
   * Presents the credential.
   *
   * @param registry host and port
   * @return false when the registry answers everybody, and so says nothing of the credential
   * @throws RegistryFailure when it does not take it, or cannot be reached
   */
  public boolean isAsked(String registry, Credential credential) {
    AtomicBoolean asked = new AtomicBoolean();
    CredentialHelper given = new Given(credential, asked);
    try (RegistryConnections connections =
        new RegistryConnections(options, List.of(given), listener, tuning)) {
      RegistryConnection connection = connections.to(registry, Access.PUSH);
      Purpose purpose = new Purpose(registry, "v2/", "log in");
      RegistryRequest request =
          new RegistryRequest(
              "GET", "/v2/", List.of(), new TreeMap<>(), new RequestBody.Empty(), purpose);
      try (HttpAnswer answer = connection.send(request)) {
        if (answer.status() != 200) {
          throw connection.refused(purpose, answer);
        }
      }
    }
    return asked.get();
  }

  /** The one credential, and whether anybody wanted to know it. */
  private record Given(Credential credential, AtomicBoolean asked) implements CredentialHelper {

    @Override
    public Optional<Credential> credentialFor(String registry, String repository) {
      asked.set(true);
      return Optional.of(credential);
    }

    @Override
    public String source() {
      return "this login";
    }
  }
}
