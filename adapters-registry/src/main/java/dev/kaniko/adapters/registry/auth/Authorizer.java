package dev.kaniko.adapters.registry.auth;

import dev.kaniko.adapters.registry.http.HttpAnswer;
import dev.kaniko.adapters.registry.http.Purpose;
import dev.kaniko.ports.credentials.Credential;
import dev.kaniko.ports.failure.RegistryFailure;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Knows how one registry wants to be authenticated to, and keeps its tokens by scope. Nothing is
 * sent before the registry has asked. May be used by several threads; one token is fetched at a
 * time.
 */
public final class Authorizer {
  /** What token services say to a credential that they do not take. */
  private static final Set<Integer> REJECTIONS = Set.of(400, 401, 403);

  private final URI registry;
  private final Credentials credentials;
  private final TokenService tokens;
  private final Map<List<Scope>, BearerToken> fresh = new HashMap<>();
  private Optional<Challenge> challenge = Optional.empty();

  /**
   * @param registry at the scheme by which it is reached
   */
  public Authorizer(URI registry, Credentials credentials, TokenService tokens) {
    this.registry = registry;
    this.credentials = credentials;
    this.tokens = tokens;
  }

  /**
   * The Authorization for a request, as far as the registry is known to want one.
   *
   * @param scopes what the request needs; the first is of the repository whose credentials are used
   */
  public synchronized Optional<String> authorization(List<Scope> scopes, Purpose purpose) {
    return challenge.flatMap(it -> it.isBearer() ? bearer(it, scopes, purpose) : basic(purpose));
  }

  /**
   * The Authorization after an answer of 401 to a request that had {@code rejected}; empty when
   * there is none to try instead.
   */
  public synchronized Optional<String> renewed(
      HttpAnswer answer, Optional<String> rejected, List<Scope> scopes, Purpose purpose) {
    if (!learn(answer)) {
      return Optional.empty();
    }
    // Another thread may have renewed it since the request was sent.
    if (rejected.isPresent() && isCurrent(rejected.get(), scopes, purpose)) {
      fresh.remove(scopes);
      credentials.forget(purpose.registry(), purpose.repository());
    }
    return authorization(scopes, purpose).filter(value -> !Optional.of(value).equals(rejected));
  }

  private boolean isCurrent(String authorization, List<Scope> scopes, Purpose purpose) {
    if (challenge.filter(Challenge::isBearer).isEmpty()) {
      return basic(purpose).filter(authorization::equals).isPresent();
    }
    BearerToken used = fresh.get(scopes);
    return used == null || authorization.equals(AuthorizationHeader.bearer(used.value()));
  }

  /** Takes note of what an answer of 401 asks for; false when it is nothing that is known here. */
  public synchronized boolean learn(HttpAnswer answer) {
    Optional<Challenge> asked =
        ChallengeParser.best(ChallengeParser.parse(answer.headers("WWW-Authenticate")));
    if (asked.isPresent()) {
      challenge = asked;
    }
    return asked.isPresent();
  }

  private Optional<String> basic(Purpose purpose) {
    return credential(purpose).flatMap(AuthorizationHeader::basic);
  }

  private Optional<String> bearer(Challenge bearer, List<Scope> scopes, Purpose purpose) {
    Optional<Credential> credential = credential(purpose);
    if (credential.orElse(null) instanceof Credential.RegistryToken(String token)) {
      return Optional.of(AuthorizationHeader.bearer(checked(token, purpose)));
    }
    BearerToken token = fresh.get(scopes);
    if (token == null || !token.isFresh()) {
      token = fetch(bearer, scopes, credential, purpose);
      fresh.put(scopes, token);
    }
    return Optional.of(AuthorizationHeader.bearer(token.value()));
  }

  /** A credential that the service rejects may have expired since it was asked for. */
  private BearerToken fetch(
      Challenge bearer, List<Scope> scopes, Optional<Credential> credential, Purpose purpose) {
    try {
      return tokens.fetch(request(bearer, scopes, credential, purpose), purpose);
    } catch (RegistryFailure e) {
      if (credential.isEmpty() || !REJECTIONS.contains(e.status().orElse(0))) {
        throw e;
      }
      credentials.forget(purpose.registry(), purpose.repository());
      Optional<Credential> renewed = credential(purpose);
      if (renewed.equals(credential)) {
        throw e;
      }
      return tokens.fetch(request(bearer, scopes, renewed, purpose), purpose);
    }
  }

  private TokenService.Request request(
      Challenge bearer, List<Scope> scopes, Optional<Credential> credential, Purpose purpose) {
    String account = credentials.account(purpose.registry(), purpose.repository());
    return new TokenService.Request(registry, bearer, scopes, credential, account);
  }

  private Optional<Credential> credential(Purpose purpose) {
    return credentials.of(purpose.registry(), purpose.repository());
  }

  private String checked(String token, Purpose purpose) {
    if (!AuthorizationHeader.isToken(token)) {
      throw new RegistryFailure(
          purpose.registry(),
          OptionalInt.empty(),
          "the registry token for " + purpose.registry() + " has characters that no token has",
          Optional.of(credentials.account(purpose.registry(), purpose.repository())),
          null);
    }
    return token;
  }
}
