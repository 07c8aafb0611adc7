package dev.kaniko.adapters.registry.http;

import dev.kaniko.adapters.registry.options.Access;
import java.net.URI;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One request.
 *
 * @param access what the host is used for, which decides how it may be reached
 * @param headers beside those that every request has; names in any case
 */
public record HttpCall(
    String method, URI uri, Access access, SortedMap<String, String> headers, RequestBody body) {
  private static final String AUTHORIZATION = "Authorization";

  public HttpCall {
    SortedMap<String, String> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    copy.putAll(headers);
    headers = Collections.unmodifiableSortedMap(copy);
  }

  public HttpCall(String method, URI uri, Access access) {
    this(method, uri, access, new TreeMap<>(), new RequestBody.Empty());
  }

  public HttpCall with(String header, String value) {
    SortedMap<String, String> more = new TreeMap<>(headers);
    more.put(header, value);
    return new HttpCall(method, uri, access, more, body);
  }

  public HttpCall withBody(RequestBody newBody) {
    return new HttpCall(method, uri, access, headers, newBody);
  }

  public HttpCall withAuthorization(String value) {
    return with(AUTHORIZATION, value);
  }

  /** The same request to another place. */
  HttpCall to(URI location) {
    return new HttpCall(method, location, access, headers, body);
  }

  /** The same request for anybody's eyes. */
  HttpCall withoutCredentials() {
    Map<String, String> rest = new TreeMap<>(headers);
    rest.keySet().removeIf(name -> name.equalsIgnoreCase(AUTHORIZATION));
    return new HttpCall(method, uri, access, new TreeMap<>(rest), body);
  }

  /** Without the headers, which may hold credentials, and without the query, which may as well. */
  @Override
  public String toString() {
    return method + " " + uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath();
  }
}
