package dev.kaniko.adapters.context.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.kaniko.ports.context.ContextContent;
import dev.kaniko.ports.context.ContextNotAvailable;
import dev.kaniko.ports.context.ContextRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** By plain HTTP, which is all the same but for the scheme. */
class HttpsContextSourceTest {
  private static final byte[] CONTENT = new byte[2_000_000];

  private final Map<String, String> environment = new HashMap<>();
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  private final AtomicLong progress = new AtomicLong();
  private HttpServer server;
  private volatile int breaksAfter = -1;
  private volatile boolean changes;

  @BeforeEach
  void start() throws IOException {
    new Random(1).nextBytes(CONTENT);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/content", this::content);
    server.createContext("/refuses", exchange -> answer(exchange, 401));
    server.createContext("/gone", exchange -> answer(exchange, 404));
    server.createContext("/near", exchange -> redirect(exchange, "/content"));
    server.createContext(
        "/far",
        exchange -> redirect(exchange, location("/content").replace("127.0.0.1", "localhost")));
    server.createContext("/file", exchange -> redirect(exchange, "file:///etc/passwd"));
    server.createContext("/round", exchange -> redirect(exchange, "/round"));
    server.createContext(
        "/busy",
        exchange -> {
          if (requests.size() < 2) {
            answer(exchange, 503);
          } else {
            content(exchange);
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/content", "/near", "/far", "/busy"})
  void an_archive_comes_over_redirects_and_from_a_busy_server(String path) throws Exception {
    assertThat(fetch(location(path))).isEqualTo(CONTENT);
    assertThat(progress.get()).isEqualTo(CONTENT.length);
  }

  @Test
  void a_connection_that_breaks_is_resumed_where_it_broke() throws Exception {
    breaksAfter = 1_500_000;
    assertThat(fetch(location("/content"))).isEqualTo(CONTENT);
    assertThat(requests).hasSize(2);
    assertThat(requests.get(1)).endsWith("- \"1\"");
    // What was sent and not yet read when the connection broke may be lost, and is asked for again.
    assertThat(offset(requests.get(1))).isBetween(1, 1_500_000);
  }

  @Test
  void what_has_changed_meanwhile_is_not_joined_to_what_was_before() {
    breaksAfter = 1_500_000;
    changes = true;
    assertThatThrownBy(() -> fetch(location("/content")))
        .isInstanceOf(IOException.class)
        .hasMessageMatching(".* broke off after [0-9]+ bytes, and the server cannot resume");
  }

  @Test
  void credentials_go_to_the_server_that_was_named_and_to_no_other() throws Exception {
    environment.put("KANIKO_CONTEXT_HEADER", "Authorization: Bearer canary");
    fetch(location("/content"));
    assertThat(requests).allMatch(it -> it.contains("Bearer canary"));
    requests.clear();
    fetch(location("/far"));
    assertThat(requests.getFirst()).startsWith("/far Bearer canary");
    assertThat(requests.get(1)).startsWith("/content null");
    requests.clear();
    fetch(location("/far").replace("://", "://user:canary@"));
    assertThat(requests.getFirst()).startsWith("/far Basic dXNlcjpjYW5hcnk=");
    assertThat(requests.get(1)).startsWith("/content null");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/refuses", "/gone", "/file", "/round", "/bad path", "/nowhere?sig=canary"})
  void what_cannot_be_had_is_told_without_secrets(String path) {
    assertThatThrownBy(() -> fetch(location(path).replace("://", "://user:canary@")))
        .isInstanceOf(ContextNotAvailable.class)
        .hasMessageContaining("127.0.0.1")
        .message()
        .doesNotContain("canary");
  }

  @Test
  void a_header_that_is_none_is_refused() {
    environment.put("KANIKO_CONTEXT_HEADER", "canary");
    assertThatThrownBy(() -> fetch(location("/content")))
        .isInstanceOf(ContextNotAvailable.class)
        .hasMessage("KANIKO_CONTEXT_HEADER is no header");
  }

  @Test
  void only_https_is_served() {
    HttpsContextSource source = new HttpsContextSource(Map.of());
    assertThat(source.serves("https://host/a.tar.gz")).isTrue();
    assertThat(source.serves("http://host/a.tar.gz")).isFalse();
    assertThat(source.serves("https-not")).isFalse();
  }

  private String location(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  private byte[] fetch(String location) throws Exception {
    ContextRequest request =
        new ContextRequest(
            location, environment, InputStream.nullInputStream(), Path.of("w"), progress::set);
    ContextContent content = new HttpsContextSource(environment, "http").fetch(request);
    try (InputStream in = ((ContextContent.Archive) content).stream()) {
      return in.readAllBytes();
    }
  }

  /** Where the range that a request asks for begins. */
  private static int offset(String request) {
    return Integer.parseInt(request.replaceFirst(".*bytes=([0-9]+)-.*", "$1"));
  }

  private void note(HttpExchange exchange) {
    requests.add(
        "%s %s %s %s"
            .formatted(
                exchange.getRequestURI().getPath(),
                exchange.getRequestHeaders().getFirst("Authorization"),
                exchange.getRequestHeaders().getFirst("Range"),
                exchange.getRequestHeaders().getFirst("If-Range")));
  }

  private void content(HttpExchange exchange) throws IOException {
    note(exchange);
    String range = exchange.getRequestHeaders().getFirst("Range");
    boolean partial = range != null && !changes;
    int from = partial ? Integer.parseInt(range.replaceFirst("bytes=(\\d+)-", "$1")) : 0;
    int size = CONTENT.length - from;
    int sent = breaksAfter >= 0 ? Math.min(breaksAfter, size) : size;
    breaksAfter = -1;
    exchange.getResponseHeaders().set("ETag", "\"1\"");
    exchange.sendResponseHeaders(partial ? 206 : 200, size);
    exchange.getResponseBody().write(CONTENT, from, sent);
    exchange.getResponseBody().flush();
    if (sent < size) {
      letBeSeen();
    }
    exchange.close();
  }

  /** A client may drop what it has not handed on when the connection ends. */
  private static void letBeSeen() {
    try {
      Thread.sleep(300);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void redirect(HttpExchange exchange, String to) throws IOException {
    exchange.getResponseHeaders().set("Location", to);
    answer(exchange, 302);
  }

  private void answer(HttpExchange exchange, int status) throws IOException {
    note(exchange);
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }
}
