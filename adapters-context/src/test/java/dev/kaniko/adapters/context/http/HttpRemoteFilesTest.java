package dev.kaniko.adapters.context.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.kaniko.ports.context.RemoteFiles.RemoteFile;
import dev.kaniko.ports.failure.EnvironmentFailure;
import dev.kaniko.ports.failure.UnsafeContentFailure;
import dev.kaniko.ports.failure.UserMistakes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpRemoteFilesTest {
  private static final String CONTENT = "the content";
  private static final long ENOUGH = 1_000_000;

  @TempDir Path folder;

  private final RecordedTransfers transfers = new RecordedTransfers();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private Path downloads;
  private HttpRemoteFiles files;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.add(exchange.getRequestURI().toString());
          answer(exchange, 200, CONTENT);
        });
    server.createContext("/missing", exchange -> answer(exchange, 404, "nothing here"));
    server.start();
    downloads = Files.createDirectory(folder.resolve("downloads"));
    Files.writeString(folder.resolve("canary"), "alive");
    files = new HttpRemoteFiles(downloads, ProxySelector.of(null), transfers);
  }

  @AfterEach
  void nothing_was_written_beside_the_downloads() throws IOException {
    files.close();
    server.stop(0);
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("downloads", "canary");
    assertThat(Files.readString(folder.resolve("canary"))).isEqualTo("alive");
  }

  @Test
  void a_file_comes_with_its_name_its_size_and_its_time() throws IOException {
    server.createContext(
        "/dated",
        exchange -> {
          exchange.getResponseHeaders().set("Last-Modified", "Wed, 21 Oct 2015 07:28:00 GMT");
          answer(exchange, 200, CONTENT);
        });
    RemoteFile file = fetch("/dated/file.txt?query=1");
    assertThat(file.name()).isEqualTo("file.txt");
    assertThat(file.size()).isEqualTo(CONTENT.length());
    assertThat(file.lastModified()).contains(Instant.parse("2015-10-21T07:28:00Z"));
    assertThat(contentOf(file)).isEqualTo(CONTENT);
    assertThat(contentOf(file)).as("it can be read again").isEqualTo(CONTENT);
    assertThat(transfers.ended())
        .containsExactly("%s %d of %d".formatted(at("/dated/file.txt?query=1"), 11, 11));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "yesterday", "Wed, 99 Oct 2015 07:28:00 GMT"})
  void a_time_that_cannot_be_read_counts_as_none(String time) {
    server.createContext(
        "/dated",
        exchange -> {
          exchange.getResponseHeaders().set("Last-Modified", time);
          answer(exchange, 200, CONTENT);
        });
    assertThat(fetch("/dated").lastModified()).isEmpty();
    assertThat(fetch("/undated").lastModified()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "/a/b,b",
    "/a/b?x=/c/d,b",
    "/a/b#/c,b",
    "/a%20b,a b",
    "/a%2fb,b",
    "/a/..%2f..%2fcanary,canary",
    "'',context",
    "/,context",
    "/a/,context",
    "/.,context",
    "/..,context",
    "/a/..,context",
    "/%2e,context",
    "/%2e%2e,context",
    "/a/%2E%2E,context",
    "/%2e%2e%2f,context"
  })
  void a_name_is_one_component_and_never_a_way_up(String path, String name) throws IOException {
    RemoteFile file = fetch(path);
    assertThat(file.name()).isEqualTo(name);
    assertThat(contentOf(file)).isEqualTo(CONTENT);
  }

  @Test
  void a_name_with_a_zero_byte_is_refused_before_anything_is_asked_for() {
    assertThatThrownBy(() -> fetch("/a%00b"))
        .isInstanceOf(UserMistakes.class)
        .hasMessageContaining("no file can be called that");
    assertThat(asked).isEmpty();
  }

  @Test
  void the_name_that_a_server_proposes_is_not_listened_to() {
    server.createContext(
        "/proposed",
        exchange -> {
          exchange
              .getResponseHeaders()
              .set("Content-Disposition", "attachment; filename=\"../../canary\"");
          answer(exchange, 200, CONTENT);
        });
    assertThat(fetch("/proposed").name()).isEqualTo("proposed");
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void a_redirect_is_followed_and_the_name_stays_the_users(int status) throws IOException {
    redirect("/from", status, "/to/other-name");
    RemoteFile file = fetch("/from");
    assertThat(file.name()).isEqualTo("from");
    assertThat(contentOf(file)).isEqualTo(CONTENT);
    assertThat(asked).containsExactly("/to/other-name");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file:///etc/passwd",
        "file:/etc/passwd",
        "ftp://127.0.0.1/file",
        "jar:file:/x.jar!/y",
        "http:///nohost"
      })
  void a_redirect_to_anything_but_http_is_refused(String target) {
    redirect("/from", 302, target);
    assertThatThrownBy(() -> fetch("/from"))
        .isInstanceOf(UnsafeContentFailure.class)
        .hasMessageStartingWith(at("/from") + ": redirects to ");
    assertThat(downloads).isEmptyDirectory();
  }

  @Test
  void a_redirect_that_is_none_is_refused() {
    redirect("/nonsense", 302, "http://[");
    assertThatThrownBy(() -> fetch("/nonsense"))
        .isInstanceOf(UnsafeContentFailure.class)
        .hasMessageContaining("redirects to what is no location");
    server.createContext("/nowhere", exchange -> answer(exchange, 302, ""));
    assertThatThrownBy(() -> fetch("/nowhere"))
        .isInstanceOf(UnsafeContentFailure.class)
        .hasMessageContaining("a redirect that leads nowhere");
  }

  @Test
  void redirects_that_never_end_are_given_up() {
    redirect("/loop", 302, "/loop");
    assertThatThrownBy(() -> fetch("/loop"))
        .isInstanceOf(UnsafeContentFailure.class)
        .hasMessage(at("/loop") + ": more than 10 redirects");
  }

  @Test
  void a_file_that_is_announced_as_too_long_is_refused_before_it_comes() {
    assertThatThrownBy(() -> files.fetch(URI.create(at("/long")), CONTENT.length() - 1))
        .isInstanceOf(UnsafeContentFailure.class)
        .hasMessage(at("/long") + ": has more than 10 bytes");
    assertThat(downloads).isEmptyDirectory();
    assertThat(transfers.ended()).isEmpty();
  }

  @Test
  void a_file_as_long_as_it_may_be_is_taken() throws IOException {
    assertThat(contentOf(files.fetch(URI.create(at("/f")), CONTENT.length()))).isEqualTo(CONTENT);
  }

  @Test
  void a_body_that_never_ends_is_stopped_and_leaves_nothing() {
    server.createContext(
        "/endless",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          byte[] block = new byte[1 << 16];
          try (OutputStream out = exchange.getResponseBody()) {
            while (true) {
              out.write(block);
            }
          }
        });
    assertThatThrownBy(() -> files.fetch(URI.create(at("/endless")), ENOUGH))
        .isInstanceOf(UnsafeContentFailure.class)
        .hasMessage(at("/endless") + ": has more than 1000000 bytes");
    assertThat(downloads).isEmptyDirectory();
  }

  @Test
  void a_body_that_breaks_off_is_a_failure_and_leaves_nothing() {
    server.createContext(
        "/broken",
        exchange -> {
          exchange.sendResponseHeaders(200, 100);
          exchange.getResponseBody().write(new byte[50]);
          exchange.getResponseBody().flush();
          throw new IOException("the server gives up");
        });
    assertThatThrownBy(() -> fetch("/broken"))
        .isInstanceOf(EnvironmentFailure.class)
        .hasMessageStartingWith("cannot download " + at("/broken") + ": ");
    assertThat(downloads).isEmptyDirectory();
  }

  @Test
  void an_answer_that_is_no_success_is_told() {
    assertThatThrownBy(() -> fetch("/missing/file"))
        .isInstanceOf(UserMistakes.class)
        .hasMessage("cannot download " + at("/missing/file") + ": the server answers 404");
  }

  @Test
  void a_server_that_is_not_there_is_told_without_the_password_of_the_location() {
    int port = server.getAddress().getPort();
    server.stop(0);
    assertThatThrownBy(
            () -> files.fetch(URI.create("http://me:secret@127.0.0.1:" + port + "/f"), ENOUGH))
        .isInstanceOf(EnvironmentFailure.class)
        .hasMessageStartingWith("cannot download http://127.0.0.1:" + port + "/f: ")
        .hasMessageNotContaining("secret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:///etc/passwd", "ftp://host/file", "/etc/passwd", "http:opaque"})
  void what_is_no_http_location_is_refused(String location) {
    assertThatThrownBy(() -> files.fetch(URI.create(location), ENOUGH))
        .isInstanceOf(UserMistakes.class)
        .hasMessageContaining("not an http or https location");
  }

  private RemoteFile fetch(String path) {
    return files.fetch(URI.create(at(path)), ENOUGH);
  }

  private String at(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  private void redirect(String path, int status, String target) {
    server.createContext(
        path,
        exchange -> {
          exchange.getResponseHeaders().set("Location", target);
          answer(exchange, status, "");
        });
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static String contentOf(RemoteFile file) throws IOException {
    try (InputStream stream = file.content().open()) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
