package dev.kaniko.plugins.azure;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * As much of Azure as gives tokens away, on the loopback: the endpoint for applications, the
 * metadata server of a machine, the endpoint of a container, and a registry's exchange.
 */
final class LocalAzure implements AutoCloseable {
  static final String TENANT = "11111111-2222-3333-4444-555555555555";
  static final String CLIENT = "66666666-7777-8888-9999-000000000000";
  static final String SECRET = "canary-client-secret";

  /** What was asked: the path, and the fields that came with it. */
  record Asked(String path, Map<String, String> fields) {}

  final List<Asked> asked = Collections.synchronizedList(new ArrayList<>());

  /** What is answered instead of a token: status and body. */
  volatile Optional<Map.Entry<Integer, String>> refusal = Optional.empty();

  /** Where everything is redirected to. */
  volatile Optional<URI> elsewhere = Optional.empty();

  private final HttpServer server;
  private int tokens;

  LocalAzure() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/" + TENANT + "/oauth2/v2.0/token", this::application);
    server.createContext("/metadata/identity/oauth2/token", e -> machine(e, "Metadata", "true"));
    server.createContext("/msi", e -> machine(e, "X-IDENTITY-HEADER", "canary-header"));
    server.createContext("/oauth2/exchange", this::exchange);
    server.start();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** The environment of an application with a secret. */
  Map<String, String> application() {
    return Map.of(
        "AZURE_TENANT_ID", TENANT,
        "AZURE_CLIENT_ID", CLIENT,
        "AZURE_CLIENT_SECRET", SECRET,
        "AZURE_AUTHORITY_HOST", address().toString());
  }

  private void application(HttpExchange exchange) throws IOException {
    Map<String, String> form = note(exchange);
    boolean known =
        SECRET.equals(form.get("client_secret"))
            || "canary-jwt".equals(form.get("client_assertion"));
    String resource = form.getOrDefault("scope", "").replaceFirst("\\.default$", "");
    answer(exchange, known ? accessToken(resource) : "{\"error\":\"invalid_client\"}", known);
  }

  private void machine(HttpExchange exchange, String header, String value) throws IOException {
    Map<String, String> query = note(exchange);
    boolean known =
        value.equals(exchange.getRequestHeaders().getFirst(header))
            && query.getOrDefault("client_id", CLIENT).equals(CLIENT);
    answer(
        exchange,
        known ? accessToken(query.get("resource")) : "{\"error\":\"invalid_request\"}",
        known);
  }

  private void exchange(HttpExchange exchange) throws IOException {
    Map<String, String> form = note(exchange);
    boolean known = form.getOrDefault("access_token", "").startsWith("e30.");
    tokens++;
    answer(exchange, "{\"refresh_token\":\"canary-refresh-" + tokens + "\"}", known);
  }

  private Map<String, String> note(HttpExchange exchange) throws IOException {
    String form =
        exchange.getRequestMethod().equals("POST")
            ? new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)
            : exchange.getRequestURI().getRawQuery();
    Map<String, String> fields =
        Arrays.stream(form.split("&"))
            .map(field -> field.split("=", 2))
            .collect(
                Collectors.toMap(
                    field -> field[0],
                    field -> URLDecoder.decode(field[1], StandardCharsets.UTF_8),
                    (first, _) -> first,
                    TreeMap::new));
    asked.add(new Asked(exchange.getRequestURI().getPath(), fields));
    return fields;
  }

  /** Not signed, which Azurite does not mind. */
  private static String accessToken(String resource) {
    long now = Instant.now().getEpochSecond();
    String claims =
        "{\"aud\":\"%s\",\"iss\":\"https://sts.windows.net/%s/\",\"nbf\":%d,\"iat\":%d,\"exp\":%d}"
            .formatted(resource, TENANT, now - 60, now - 60, now + 3600);
    String encoded =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(claims.getBytes(StandardCharsets.UTF_8));
    return "{\"token_type\":\"Bearer\",\"access_token\":\"e30.%s.canary\"}".formatted(encoded);
  }

  private void answer(HttpExchange exchange, String content, boolean granted) throws IOException {
    if (elsewhere.isPresent()) {
      exchange.getResponseHeaders().set("Location", elsewhere.get().toString());
      exchange.sendResponseHeaders(307, -1);
      exchange.close();
      return;
    }
    int status = refusal.map(Map.Entry::getKey).orElse(granted ? 200 : 400);
    byte[] body = refusal.map(Map.Entry::getValue).orElse(content).getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
