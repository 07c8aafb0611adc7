package dev.kaniko.adapters.registry.client;

import dev.kaniko.adapters.registry.auth.Credentials;
import dev.kaniko.adapters.registry.auth.TokenService;
import dev.kaniko.adapters.registry.http.Attempts;
import dev.kaniko.adapters.registry.http.HttpTransport;
import dev.kaniko.adapters.registry.http.Redirects;
import dev.kaniko.adapters.registry.network.Locations;
import dev.kaniko.adapters.registry.network.Schemes;
import dev.kaniko.adapters.registry.options.Access;
import dev.kaniko.adapters.registry.options.RegistryOptions;
import dev.kaniko.ports.credentials.CredentialHelper;
import dev.kaniko.ports.listener.BuildListener;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The connections to all registries of a build. May be used by several threads. */
public final class RegistryConnections implements AutoCloseable {
  private final Tools tools;
  private final BuildListener listener;
  private final Tuning tuning;
  private final Map<String, RegistryConnection> connections = new ConcurrentHashMap<>();

  /**
   * What connections share.
   *
   * @param transport for probes, which follow no redirect
   */
  record Tools(
      HttpTransport transport,
      Redirects http,
      Attempts attempts,
      Locations locations,
      Schemes schemes,
      Credentials credentials,
      TokenService tokens) {}

  /**
   * @param helpers in the order in which they are asked for credentials
   */
  public RegistryConnections(
      RegistryOptions options,
      List<CredentialHelper> helpers,
      BuildListener listener,
      Tuning tuning) {
    Schemes schemes = new Schemes(options);
    Locations locations = new Locations(schemes);
    HttpTransport transport = new HttpTransport(options, tuning.patience());
    Redirects http = new Redirects(transport, locations);
    Attempts attempts = new Attempts(tuning.retries(), listener::say);
    this.tools =
        new Tools(
            transport,
            http,
            attempts,
            locations,
            schemes,
            new Credentials(helpers),
            new TokenService(http, attempts, locations));
    this.listener = listener;
    this.tuning = tuning;
  }

  public RegistryConnection to(String registry, Access access) {
    return connections.computeIfAbsent(
        access + " " + registry, key -> new RegistryConnection(registry, access, tools));
  }

  public Attempts attempts() {
    return tools.attempts();
  }

  public BuildListener listener() {
    return listener;
  }

  public Tuning tuning() {
    return tuning;
  }

  @Override
  public void close() {
    tools.transport().close();
  }
}
