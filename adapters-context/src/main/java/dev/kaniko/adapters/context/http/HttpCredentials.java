package dev.kaniko.adapters.context.http;

import dev.kaniko.ports.context.ContextNotAvailable;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * A header of requests that proves who asks, for one server.
 *
 * @param header name and value; empty when there is none
 */
record HttpCredentials(String host, int port, Optional<Map.Entry<String, String>> header) {
  private static final String VARIABLE = "KANIKO_CONTEXT_HEADER";

  static HttpCredentials of(URI location, Map<String, String> environment)
      throws ContextNotAvailable {
    return new HttpCredentials(
        location.getHost(), location.getPort(), header(location, environment));
  }

  private static Optional<Map.Entry<String, String>> header(
      URI location, Map<String, String> environment) throws ContextNotAvailable {
    if (location.getUserInfo() != null) {
      byte[] user = location.getUserInfo().getBytes(StandardCharsets.UTF_8);
      return Optional.of(
          Map.entry("Authorization", "Basic " + Base64.getEncoder().encodeToString(user)));
    }
    String given = environment.getOrDefault(VARIABLE, "");
    if (given.isEmpty()) {
      return Optional.empty();
    }
    int colon = given.indexOf(':');
    if (!given.matches("[A-Za-z0-9-]+:[^\\r\\n]+")) {
      throw new ContextNotAvailable(VARIABLE + " is no header", "write it as NAME: VALUE");
    }
    return Optional.of(Map.entry(given.substring(0, colon), given.substring(colon + 1).strip()));
  }

  boolean areFor(URI location) {
    return header.isPresent()
        && port == location.getPort()
        && host.equalsIgnoreCase(location.getHost());
  }

  /** Without the header. */
  @Override
  public String toString() {
    return "credentials for " + host;
  }
}
