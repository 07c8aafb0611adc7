package dev.kaniko.adapters.registry.client;

import dev.kaniko.adapters.registry.auth.Scope;
import dev.kaniko.adapters.registry.http.Purpose;
import dev.kaniko.adapters.registry.http.RequestBody;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A request to a registry, before anybody knows how the registry is reached.
 *
 * @param location a path, or a URL that the registry has named and that was accepted
 * @param scopes what it needs; the first is of the repository whose credentials are used
 */
public record RegistryRequest(
    String method,
    String location,
    List<Scope> scopes,
    SortedMap<String, String> headers,
    RequestBody body,
    Purpose purpose) {
  public RegistryRequest {
    scopes = List.copyOf(scopes);
  }

  public RegistryRequest(String method, String location, Scope scope, Purpose purpose) {
    this(method, location, List.of(scope), new TreeMap<>(), new RequestBody.Empty(), purpose);
  }

  public RegistryRequest withScopes(List<Scope> newScopes) {
    return new RegistryRequest(method, location, newScopes, headers, body, purpose);
  }

  public RegistryRequest with(String header, String value) {
    SortedMap<String, String> more = new TreeMap<>(headers);
    more.putAll(Map.of(header, value));
    return new RegistryRequest(method, location, scopes, more, body, purpose);
  }

  public RegistryRequest withBody(RequestBody newBody) {
    return new RegistryRequest(method, location, scopes, headers, newBody, purpose);
  }
}
