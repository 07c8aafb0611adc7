package dev.kaniko.adapters.registry.client;

import dev.kaniko.adapters.registry.auth.Authorizer;
import dev.kaniko.adapters.registry.client.RegistryConnections.Tools;
import dev.kaniko.adapters.registry.http.Attempts;
import dev.kaniko.adapters.registry.http.HttpAnswer;
import dev.kaniko.adapters.registry.http.HttpCall;
import dev.kaniko.adapters.registry.http.Purpose;
import dev.kaniko.adapters.registry.http.RegistryFailures;
import dev.kaniko.adapters.registry.network.Hosts;
import dev.kaniko.adapters.registry.options.Access;
import dev.kaniko.ports.failure.RegistryFailure;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Optional;

/**
 * The way to one registry: which scheme it speaks, how it is authenticated to. Credentials go to
 * its own origin and to its token service, and nowhere else.
 */
public final class RegistryConnection {
  private final String registry;
  private final Access access;
  private final Tools tools;
  private Optional<Way> found = Optional.empty();

  RegistryConnection(String registry, Access access, Tools tools) {
    this.registry = registry;
    this.access = access;
    this.tools = tools;
  }

  private record Way(URI base, Authorizer authorizer) {}

  public Attempts attempts() {
    return tools.attempts();
  }

  /** Sends a request, again if that may help, and gives the last answer, whatever its status. */
  public HttpAnswer send(RegistryRequest request) {
    try {
      return tools.attempts().repeat(() -> sendOnce(request));
    } catch (IOException e) {
      throw RegistryFailures.unreachable(request.purpose(), e);
    }
  }

  /** As {@link #send}, for requests that are not simply made again. */
  public HttpAnswer sendOnce(RegistryRequest request) throws IOException {
    Way way = way();
    URI uri = way.base().resolve(request.location());
    HttpCall call = new HttpCall(request.method(), uri, access, request.headers(), request.body());
    if (!Hosts.sameOrigin(way.base(), uri)) {
      return tools.http().send(call);
    }
    Authorizer authorizer = way.authorizer();
    Optional<String> authorization = authorizer.authorization(request.scopes(), request.purpose());
    HttpAnswer answer = tools.http().send(authorised(call, authorization));
    if (answer.status() != 401 || !Hosts.sameOrigin(way.base(), answer.uri())) {
      return answer;
    }
    Optional<String> renewed =
        authorizer.renewed(answer, authorization, request.scopes(), request.purpose());
    if (renewed.isEmpty()) {
      return answer;
    }
    answer.close();
    return tools.http().send(authorised(call, renewed));
  }

  private static HttpCall authorised(HttpCall call, Optional<String> authorization) {
    return authorization.map(call::withAuthorization).orElse(call);
  }

  /**
   * A location that the registry has named, if it may be used.
   *
   * @param role what it was named as
   */
  public URI accept(String location, String role) throws IOException {
    return tools.locations().accept(way().base(), location, role, access);
  }

  /** For an answer that is none of those hoped for. */
  public RegistryFailure refused(Purpose purpose, HttpAnswer answer) {
    return RegistryFailures.refused(
        purpose, answer, tools.credentials().account(registry, purpose.repository()));
  }

  /**
   * Nothing is kept that has not been answered: a connection that breaks says little of the scheme,
   * and whoever tries again asks again.
   */
  private synchronized Way way() throws IOException {
    if (found.isEmpty()) {
      found = Optional.of(decided(tools.schemes().of(registry, access)));
    }
    return found.get();
  }

  private Way decided(List<String> schemes) throws IOException {
    if (schemes.size() == 1) {
      return wayBy(schemes.getFirst());
    }
    Optional<IOException> failure = Optional.empty();
    for (String scheme : schemes) {
      Way way = wayBy(scheme);
      try {
        if (answers(way)) {
          return way;
        }
      } catch (InterruptedIOException e) {
        throw e;
      } catch (IOException e) {
        if (isAboutCertificates(e) || isSlow(e, scheme)) {
          return way;
        }
        failure = failure.or(() -> Optional.of(e));
      }
    }
    throw failure.orElseThrow();
  }

  private Way wayBy(String scheme) {
    URI base = URI.create(scheme + "://" + Hosts.ofRegistry(registry));
    return new Way(base, new Authorizer(base, tools.credentials(), tools.tokens()));
  }

  /**
   * Whether anything at the registry's host speaks this scheme. A server that speaks TLS but cannot
   * prove who it is does speak it: nobody shall be able to talk us out of TLS.
   */
  private boolean answers(Way way) throws IOException {
    HttpCall probe = new HttpCall("GET", way.base().resolve("/v2/"), access);
    try (HttpAnswer answer = tools.transport().probe(probe)) {
      if (answer.status() == 401) {
        way.authorizer().learn(answer);
      }
      return way.base().getScheme().equals("https") || !asksForTls(answer);
    }
  }

  /** 400 is what servers say of HTTP on a port where they expect TLS. */
  private static boolean asksForTls(HttpAnswer answer) {
    return answer.status() == 400
        || answer.status() == 426
        || answer.header("Location").orElse("").startsWith("https://");
  }

  /** A server that expects TLS does not wait for the end of a request: one that waits is slow. */
  private static boolean isSlow(IOException failure, String scheme) {
    return scheme.equals("http")
        && failure instanceof HttpTimeoutException
        && !(failure instanceof HttpConnectTimeoutException);
  }

  private static boolean isAboutCertificates(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateException) {
        return true;
      }
    }
    return false;
  }
}
