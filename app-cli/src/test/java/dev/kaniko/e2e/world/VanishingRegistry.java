package dev.kaniko.e2e.world;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Passes requests on to a registry until the first blob is asked for; from then on it is gone. */
public final class VanishingRegistry implements AutoCloseable {
  private final String registry;
  private final HttpServer server;
  private final HttpClient client = HttpClient.newHttpClient();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private volatile boolean gone;

  /**
   * @param registry host and port of what is behind it
   */
  public VanishingRegistry(String registry) {
    this.registry = registry;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  public String address() {
    return "localhost:" + server.getAddress().getPort();
  }

  public boolean isGone() {
    return gone;
  }

  private void answer(HttpExchange exchange) throws IOException {
    String target = exchange.getRequestURI().toString();
    gone |= exchange.getRequestMethod().equals("GET") && target.contains("/blobs/");
    try (exchange) {
      if (gone) {
        // Closed without an answer.
        return;
      }
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create("http://" + registry + target))
              .method(exchange.getRequestMethod(), BodyPublishers.noBody());
      exchange
          .getRequestHeaders()
          .getOrDefault("Accept", List.of())
          .forEach(accept -> request.header("Accept", accept));
      HttpResponse<byte[]> response = client.send(request.build(), BodyHandlers.ofByteArray());
      response
          .headers()
          .firstValue("Content-Type")
          .ifPresent(type -> exchange.getResponseHeaders().add("Content-Type", type));
      exchange.sendResponseHeaders(
          response.statusCode(), response.body().length == 0 ? -1 : response.body().length);
      exchange.getResponseBody().write(response.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    client.close();
  }
}
