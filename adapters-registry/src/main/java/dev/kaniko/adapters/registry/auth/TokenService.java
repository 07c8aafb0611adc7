package dev.kaniko.adapters.registry.auth;

import dev.kaniko.adapters.registry.http.Attempts;
import dev.kaniko.adapters.registry.http.HttpAnswer;
import dev.kaniko.adapters.registry.http.HttpCall;
import dev.kaniko.adapters.registry.http.Purpose;
import dev.kaniko.adapters.registry.http.Redirects;
import dev.kaniko.adapters.registry.http.RegistryFailures;
import dev.kaniko.adapters.registry.http.RequestBody;
import dev.kaniko.adapters.registry.json.JsonFields;
import dev.kaniko.adapters.registry.network.Locations;
import dev.kaniko.adapters.registry.options.Access;
import dev.kaniko.ports.credentials.Credential;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Fetches tokens. Spec: distribution, "Token Authentication Specification" and its OAuth2 form. */
public final class TokenService {
  private static final int LARGEST_ANSWER = 1024 * 1024;

  /** What a token is good for when the service does not say. */
  private static final long USUAL_SECONDS = 60;

  private static final long LONGEST_SECONDS = 86_400;

  /** For the way that the request itself takes. */
  private static final long MARGIN_SECONDS = 5;

  private final Redirects http;
  private final Attempts attempts;
  private final Locations locations;

  public TokenService(Redirects http, Attempts attempts, Locations locations) {
    this.http = http;
    this.attempts = attempts;
    this.locations = locations;
  }

  /**
   * What a token is asked for with.
   *
   * @param registry at the scheme by which it is reached
   * @param account the hint when the service refuses
   */
  record Request(
      URI registry,
      Challenge challenge,
      List<Scope> scopes,
      Optional<Credential> credential,
      String account) {}

  BearerToken fetch(Request request, Purpose purpose) {
    // A token for no repository proves a login, which is for what is pushed, too.
    Access access = request.scopes().isEmpty() ? Access.PUSH : request.scopes().getFirst().access();
    URI realm =
        locations.accept(
            request.registry(),
            request.challenge().parameter("realm").orElse(""),
            "token service",
            access);
    HttpCall call = call(request, realm, access);
    try (HttpAnswer answer = attempts.repeat(() -> http.send(call))) {
      if (!answer.succeeded()) {
        throw RegistryFailures.refused(purpose, answer, request.account());
      }
      String subject = "token of " + realm.getHost();
      return token(JsonFields.read(answer.bytes(LARGEST_ANSWER, subject), subject));
    } catch (IOException e) {
      throw RegistryFailures.unreachable(purpose, e);
    }
  }

  private static HttpCall call(Request request, URI realm, Access access) {
    String query = query(request);
    if (request.credential().orElse(null) instanceof Credential.IdentityToken(String token)) {
      return new HttpCall("POST", realm, access)
          .with("Content-Type", "application/x-www-form-urlencoded")
          .withBody(
              new RequestBody.Text(
                  "grant_type=refresh_token&client_id=kaniko&refresh_token="
                      + encoded(token)
                      + "&"
                      + query));
    }
    String joint = realm.getRawQuery() == null ? "?" : "&";
    HttpCall call = new HttpCall("GET", URI.create(realm + joint + query), access);
    return request
        .credential()
        .flatMap(AuthorizationHeader::basic)
        .map(call::withAuthorization)
        .orElse(call);
  }

  private static String query(Request request) {
    List<String> parameters = new ArrayList<>();
    request
        .challenge()
        .parameter("service")
        .ifPresent(service -> parameters.add("service=" + encoded(service)));
    boolean form = request.credential().orElse(null) instanceof Credential.IdentityToken;
    Set<String> scopes = scopes(request);
    if (form && !scopes.isEmpty()) {
      parameters.add("scope=" + encoded(String.join(" ", scopes)));
    } else {
      scopes.forEach(scope -> parameters.add("scope=" + encoded(scope)));
    }
    return String.join("&", parameters);
  }

  /** Ours, and the registry's, which knows how its own service names things. */
  private static Set<String> scopes(Request request) {
    Set<String> scopes = new LinkedHashSet<>();
    request.scopes().forEach(scope -> scopes.add(scope.toString()));
    request
        .challenge()
        .parameter("scope")
        .ifPresent(named -> scopes.addAll(List.of(named.strip().split(" +"))));
    return scopes;
  }

  private static BearerToken token(JsonFields fields) {
    String value =
        fields
            .text("token")
            .or(() -> fields.text("access_token"))
            .orElseThrow(() -> fields.wrong("token", "is missing"));
    if (!AuthorizationHeader.isToken(value)) {
      throw fields.wrong("token", "has characters that no token has");
    }
    long seconds = fields.number("expires_in").filter(it -> it > 0).orElse(USUAL_SECONDS);
    long used = Math.min(seconds, LONGEST_SECONDS) - MARGIN_SECONDS;
    return new BearerToken(value, Instant.now().plusSeconds(used));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
