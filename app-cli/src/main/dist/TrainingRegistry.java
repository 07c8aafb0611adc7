import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * As much of a registry as the training needs: it keeps what is pushed in memory and gives it back.
 * One upload at a time to each repository.
 */
final class TrainingRegistry implements AutoCloseable {
  private record Document(String type, byte[] bytes) {}

  private final HttpServer server;
  private final Map<String, byte[]> blobs = new ConcurrentHashMap<>();
  private final Map<String, Document> manifests = new ConcurrentHashMap<>();

  TrainingRegistry() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v2/", this::answer);
    server.start();
  }

  String address() {
    return "localhost:" + server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String path = exchange.getRequestURI().getPath();
      if (path.contains("/blobs/uploads/")) {
        upload(exchange, path, body);
      } else if (path.contains("/manifests/")) {
        manifest(exchange, path, body);
      } else if (path.contains("/blobs/")) {
        byte[] blob = blobs.get(path.substring(path.lastIndexOf('/') + 1));
        give(exchange, blob == null ? null : new Document("application/octet-stream", blob));
      } else {
        exchange.sendResponseHeaders(200, -1);
      }
    }
  }

  private void upload(HttpExchange exchange, String path, byte[] body) throws IOException {
    switch (exchange.getRequestMethod()) {
      case "POST" -> {
        exchange.getResponseHeaders().set("Location", path + "1");
        exchange.sendResponseHeaders(202, -1);
      }
      case "PUT" -> {
        blobs.put(digest(body), body);
        exchange.sendResponseHeaders(201, -1);
      }
      case "DELETE" -> exchange.sendResponseHeaders(204, -1);
      default -> exchange.sendResponseHeaders(405, -1);
    }
  }

  private void manifest(HttpExchange exchange, String path, byte[] body) throws IOException {
    String repository = path.substring(0, path.lastIndexOf('/') + 1);
    if (exchange.getRequestMethod().equals("PUT")) {
      String type = exchange.getRequestHeaders().getFirst("Content-Type");
      manifests.put(path, new Document(type, body));
      manifests.put(repository + digest(body), new Document(type, body));
      exchange.getResponseHeaders().set("Docker-Content-Digest", digest(body));
      exchange.sendResponseHeaders(201, -1);
    } else {
      give(exchange, manifests.get(path));
    }
  }

  private static void give(HttpExchange exchange, Document document) throws IOException {
    if (document == null) {
      byte[] none = "{\"errors\":[{\"code\":\"UNKNOWN\"}]}".getBytes(StandardCharsets.UTF_8);
      boolean head = exchange.getRequestMethod().equals("HEAD");
      exchange.sendResponseHeaders(404, head ? -1 : none.length);
      if (!head) {
        exchange.getResponseBody().write(none);
      }
      return;
    }
    exchange.getResponseHeaders().set("Content-Type", document.type);
    exchange.getResponseHeaders().set("Docker-Content-Digest", digest(document.bytes));
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", Integer.toString(document.bytes.length));
      exchange.sendResponseHeaders(200, -1);
    } else {
      exchange.sendResponseHeaders(200, document.bytes.length);
      exchange.getResponseBody().write(document.bytes);
    }
  }

  private static String digest(byte[] bytes) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return "sha256:" + HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
