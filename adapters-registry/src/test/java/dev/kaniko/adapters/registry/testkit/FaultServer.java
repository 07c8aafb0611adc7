package dev.kaniko.adapters.registry.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A server that answers as a test wants it to, and remembers what it was asked. Speaks HTTP without
 * TLS on a free port of this machine.
 */
public final class FaultServer implements AutoCloseable {
  /** In milliseconds. A client that hears of the break at once has not even seen the answer. */
  private static final int SEEN = 50;

  private final HttpServer server;
  private final ExecutorService workers = Executors.newCachedThreadPool();
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private volatile Answering answering;

  /**
   * @param target path and query
   * @param connection the same number for requests over the same connection
   * @param authorization the field's value; empty when there was none
   */
  public record Asked(
      String method,
      String target,
      String authorization,
      String range,
      String body,
      int connection) {}

  /** Answers one request. */
  @FunctionalInterface
  public interface Answering {
    void answer(HttpExchange exchange, Asked asked) throws IOException;
  }

  public FaultServer(Answering answering) {
    this.answering = answering;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(workers);
    server.createContext("/", this::handle);
    server.start();
  }

  /** From now on. */
  public void answerBy(Answering next) {
    answering = next;
  }

  public String host() {
    return "localhost:" + server.getAddress().getPort();
  }

  public String url(String path) {
    return "http://" + host() + path;
  }

  public List<Asked> asked() {
    return asked;
  }

  /** The requests with {@code part} in their method or target. */
  public List<Asked> asked(String part) {
    return asked.stream().filter(it -> (it.method() + " " + it.target()).contains(part)).toList();
  }

  private void handle(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    Asked it =
        new Asked(
            exchange.getRequestMethod(),
            exchange.getRequestURI().toString(),
            first(exchange, "Authorization"),
            first(exchange, "Range"),
            new String(body, StandardCharsets.ISO_8859_1),
            exchange.getRemoteAddress().getPort());
    asked.add(it);
    try (exchange) {
      answering.answer(exchange, it);
    }
  }

  private static String first(HttpExchange exchange, String header) {
    String value = exchange.getRequestHeaders().getFirst(header);
    return value == null ? "" : value;
  }

  /** An answer in full; {@code headers} are names and values in turn. */
  public static void reply(HttpExchange exchange, int status, byte[] body, String... headers)
      throws IOException {
    for (int i = 0; i < headers.length; i += 2) {
      exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
    }
    boolean bodiless = exchange.getRequestMethod().equals("HEAD") || body.length == 0;
    exchange.sendResponseHeaders(status, bodiless ? -1 : body.length);
    if (!bodiless) {
      exchange.getResponseBody().write(body);
    }
  }

  public static void reply(HttpExchange exchange, int status, String body, String... headers)
      throws IOException {
    reply(exchange, status, body.getBytes(StandardCharsets.UTF_8), headers);
  }

  /** Promises {@code length} bytes, gives fewer and breaks the connection. */
  public static void breakOff(HttpExchange exchange, int status, byte[] body, long length)
      throws IOException {
    exchange.sendResponseHeaders(status, length);
    exchange.getResponseBody().write(body);
    exchange.getResponseBody().flush();
    try {
      Thread.sleep(SEEN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new IOException("broken off on purpose");
  }

  @Override
  public void close() {
    server.stop(0);
    workers.shutdownNow();
  }
}
