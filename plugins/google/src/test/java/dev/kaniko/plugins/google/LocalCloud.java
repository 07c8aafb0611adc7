package dev.kaniko.plugins.google;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * As much of Google's services as the plugin uses, on the loopback: a token endpoint that checks
 * the signature of what it is given, a metadata server, and the JSON API of Cloud Storage.
 */
final class LocalCloud implements AutoCloseable {
  static final String BUCKET = "bucket";

  final Map<String, byte[]> objects = new HashMap<>();
  final List<String> requests = Collections.synchronizedList(new ArrayList<>());

  /** What is answered instead of an access to the storage; 0 for the access itself. */
  volatile int refusal;

  /** After how many bytes the next answer breaks off; -1 for never. */
  volatile int breaksAfter = -1;

  private final HttpServer server;
  private final KeyPair keys;
  private int tokens;

  LocalCloud() throws IOException, GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    keys = generator.generateKeyPair();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/token", exchange -> answer(exchange, token(exchange)));
    server.createContext("/computeMetadata/", this::metadata);
    server.createContext("/", this::storage);
    server.start();
  }

  String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** The key file of a service account, whose tokens come from here. */
  Path keyFile(Path file) throws IOException {
    String pem =
        Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(keys.getPrivate().getEncoded());
    return Files.writeString(
        file,
        """
        {"type": "service_account", "project_id": "p", "private_key_id": "1",
         "private_key": "-----BEGIN PRIVATE KEY-----\\n%s\\n-----END PRIVATE KEY-----\\n",
         "client_email": "builder@p.iam.gserviceaccount.com", "client_id": "2",
         "token_uri": "http://%s/token"}
        """
            .formatted(pem.replace("\n", "\\n"), address()));
  }

  private synchronized byte[] token(HttpExchange exchange) throws IOException {
    String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    requests.add("POST /token");
    String assertion =
        Arrays.stream(form.split("&"))
            .filter(field -> field.startsWith("assertion="))
            .map(field -> URLDecoder.decode(field.substring(10), StandardCharsets.UTF_8))
            .findFirst()
            .orElseThrow();
    if (!isSigned(assertion)) {
      throw new IOException("the assertion is not signed with the account's key");
    }
    return accessToken();
  }

  private synchronized byte[] accessToken() {
    tokens++;
    return ("{\"access_token\": \"canary-token-"
            + tokens
            + "\", \"expires_in\": 3600,"
            + " \"token_type\": \"Bearer\"}")
        .getBytes(StandardCharsets.UTF_8);
  }

  private boolean isSigned(String assertion) throws IOException {
    int dot = assertion.lastIndexOf('.');
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initVerify(keys.getPublic());
      signature.update(assertion.substring(0, dot).getBytes(StandardCharsets.US_ASCII));
      return signature.verify(Base64.getUrlDecoder().decode(assertion.substring(dot + 1)));
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  private void metadata(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Metadata-Flavor", "Google");
    if (exchange.getRequestURI().getPath().endsWith("/token")) {
      answer(exchange, accessToken());
    } else {
      fail(exchange, 404, "not known");
    }
  }

  private void storage(HttpExchange exchange) throws IOException {
    URI asked = exchange.getRequestURI();
    if (asked.getPath().equals("/")) {
      // How a machine finds out whether it has a metadata server.
      exchange.getResponseHeaders().set("Metadata-Flavor", "Google");
      answer(exchange, new byte[0]);
      return;
    }
    String authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
    String range = exchange.getRequestHeaders().getFirst("Range");
    requests.add(asked.getPath() + " " + authorization + " " + range);
    String prefix = "/download/storage/v1/b/" + BUCKET + "/o/";
    if (refusal != 0) {
      fail(exchange, refusal, "no, says the service");
    } else if (!asked.getPath().startsWith(prefix)) {
      fail(exchange, 404, "The specified bucket does not exist.");
    } else if (!objects.containsKey(asked.getPath().substring(prefix.length()))) {
      fail(exchange, 404, "No such object: " + asked.getPath().substring(prefix.length()));
    } else {
      send(exchange, objects.get(asked.getPath().substring(prefix.length())), range);
    }
  }

  private void send(HttpExchange exchange, byte[] content, String range) throws IOException {
    int from = range == null ? 0 : Integer.parseInt(range.replaceFirst("bytes=(\\d+)-.*", "$1"));
    exchange.getResponseHeaders().set("x-goog-generation", "17");
    exchange.getResponseHeaders().set("Content-Type", "application/octet-stream");
    int length = content.length - from;
    exchange.sendResponseHeaders(from == 0 ? 200 : 206, length);
    int sent = breaksAfter >= 0 && breaksAfter < length ? breaksAfter : length;
    breaksAfter = -1;
    exchange.getResponseBody().write(content, from, sent);
    exchange.getResponseBody().flush();
    exchange.close();
  }

  private static void fail(HttpExchange exchange, int status, String message) throws IOException {
    byte[] body =
        "{\"error\": {\"code\": %d, \"message\": \"%s\"}}"
            .formatted(status, message)
            .getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static void answer(HttpExchange exchange, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
