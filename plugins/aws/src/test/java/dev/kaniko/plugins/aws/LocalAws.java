package dev.kaniko.plugins.aws;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * As much of Amazon's services as the plugin uses, on the loopback: GetAuthorizationToken of both
 * registries, and S3 with a path for each bucket. Requests without a signature are refused.
 */
final class LocalAws implements AutoCloseable {
  static final String BUCKET = "bucket";

  final Map<String, byte[]> objects = new HashMap<>();
  final List<String> requests = Collections.synchronizedList(new ArrayList<>());

  /** An error code of the service's to answer with, and its HTTP status; empty for none. */
  volatile String refusal = "";

  /** After how many bytes the next answer breaks off; -1 for never. */
  volatile int breaksAfter = -1;

  volatile Duration lifetime = Duration.ofHours(12);
  private final HttpServer server;
  private int tokens;

  LocalAws() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  Map<String, String> environment() {
    return Map.of(
        "AWS_ACCESS_KEY_ID", "AKIDEXAMPLE",
        "AWS_SECRET_ACCESS_KEY", "canary-secret",
        "AWS_REGION", "eu-west-1",
        "AWS_ENDPOINT_URL", address(),
        "S3_ENDPOINT", address(),
        "S3_FORCE_PATH_STYLE", "true");
  }

  private void answer(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    String authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
    String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
    String range = exchange.getRequestHeaders().getFirst("Range");
    requests.add(
        "%s %s %s %s".formatted(exchange.getRequestURI().getPath(), target, range, authorization));
    boolean signed =
        authorization.matches(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/\\d{8}/.*Signature=[0-9a-f]{64}");
    if (target == null) {
      s3(exchange, signed ? refusal : "AccessDenied", range);
    } else if (!signed || !refusal.isEmpty()) {
      json(exchange, 400, "{\"__type\": \"AccessDeniedException\", \"message\": \"not you\"}");
    } else {
      json(exchange, 200, token(target));
    }
  }

  private synchronized String token(String target) {
    tokens++;
    String token =
        Base64.getEncoder()
            .encodeToString(("AWS:canary-" + tokens).getBytes(StandardCharsets.UTF_8));
    String data =
        "{\"authorizationToken\": \"%s\", \"expiresAt\": %d}"
            .formatted(token, Instant.now().plus(lifetime).getEpochSecond());
    boolean isPublic = target.contains("SpencerFrontendService");
    return "{\"authorizationData\": " + (isPublic ? data : "[" + data + "]") + "}";
  }

  private void s3(HttpExchange exchange, String refused, String range) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String prefix = "/" + BUCKET + "/";
    if (!refused.isEmpty()) {
      error(exchange, 403, refused);
    } else if (!path.startsWith(prefix)) {
      error(exchange, 404, "NoSuchBucket");
    } else if (!objects.containsKey(path.substring(prefix.length()))) {
      error(exchange, 404, "NoSuchKey");
    } else {
      send(exchange, objects.get(path.substring(prefix.length())), range);
    }
  }

  private void send(HttpExchange exchange, byte[] content, String range) throws IOException {
    int from = range == null ? 0 : Integer.parseInt(range.replaceFirst("bytes=(\\d+)-.*", "$1"));
    int length = content.length - from;
    exchange.getResponseHeaders().set("ETag", "\"v1\"");
    if (from > 0) {
      exchange
          .getResponseHeaders()
          .set(
              "Content-Range",
              "bytes %d-%d/%d".formatted(from, content.length - 1, content.length));
    }
    exchange.sendResponseHeaders(from == 0 ? 200 : 206, length);
    int sent = breaksAfter >= 0 && breaksAfter < length ? breaksAfter : length;
    breaksAfter = -1;
    exchange.getResponseBody().write(content, from, sent);
    exchange.getResponseBody().flush();
    exchange.close();
  }

  private static void error(HttpExchange exchange, int status, String code) throws IOException {
    write(
        exchange,
        status,
        "<?xml version=\"1.0\"?><Error><Code>%s</Code><Message>no</Message></Error>"
            .formatted(code),
        "application/xml");
  }

  private static void json(HttpExchange exchange, int status, String body) throws IOException {
    write(exchange, status, body, "application/x-amz-json-1.1");
  }

  private static void write(HttpExchange exchange, int status, String text, String type)
      throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
