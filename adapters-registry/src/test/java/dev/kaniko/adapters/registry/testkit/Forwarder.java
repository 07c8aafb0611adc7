package dev.kaniko.adapters.registry.testkit;

import com.sun.net.httpserver.HttpExchange;
import dev.kaniko.adapters.registry.testkit.FaultServer.Answering;
import dev.kaniko.adapters.registry.testkit.FaultServer.Asked;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Hands requests on to a real registry, so that a test can get in their way. */
public final class Forwarder implements Answering, AutoCloseable {
  private static final List<String> REQUEST_HEADERS =
      List.of("Accept", "Authorization", "Content-Type", "Content-Range", "Range");
  private static final List<String> ANSWER_HEADERS =
      List.of(
          "Content-Type", "Docker-Content-Digest", "Range", "Www-Authenticate", "Content-Range");

  private final String host;
  private final Optional<String> authorization;
  private final HttpClient client = HttpClient.newHttpClient();

  /**
   * @param host and port of the registry
   */
  public Forwarder(String host) {
    this(host, Optional.empty());
  }

  /**
   * @param authorization what the registry is told instead of what the client says
   */
  public Forwarder(String host, Optional<String> authorization) {
    this.host = host;
    this.authorization = authorization;
  }

  @Override
  public void answer(HttpExchange exchange, Asked asked) throws IOException {
    pass(exchange, asked, ask(exchange, asked));
  }

  /** What the registry says. */
  public HttpResponse<byte[]> ask(HttpExchange exchange, Asked asked) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://" + host + asked.target()))
            .method(
                asked.method(),
                BodyPublishers.ofByteArray(asked.body().getBytes(StandardCharsets.ISO_8859_1)));
    for (String name : REQUEST_HEADERS) {
      String value = exchange.getRequestHeaders().getFirst(name);
      if (value != null) {
        request.header(name, value);
      }
    }
    authorization.ifPresent(value -> request.setHeader("Authorization", value));
    return send(request.build());
  }

  /** Gives the registry's answer to whoever asked. */
  public static void pass(HttpExchange exchange, Asked asked, HttpResponse<byte[]> answer)
      throws IOException {
    for (String name : ANSWER_HEADERS) {
      answer
          .headers()
          .firstValue(name)
          .ifPresent(value -> exchange.getResponseHeaders().add(name, value));
    }
    answer
        .headers()
        .firstValue("Location")
        .map(location -> location.replaceFirst("^https?://[^/]*", ""))
        .ifPresent(path -> exchange.getResponseHeaders().add("Location", path));
    if (asked.method().equals("HEAD")) {
      answer
          .headers()
          .firstValue("Content-Length")
          .ifPresent(length -> exchange.getResponseHeaders().add("Content-Length", length));
    }
    FaultServer.reply(exchange, answer.statusCode(), answer.body());
  }

  private HttpResponse<byte[]> send(HttpRequest request) throws IOException {
    try {
      return client.send(request, BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
