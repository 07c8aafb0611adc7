package dev.kaniko.adapters.registry.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.kaniko.adapters.registry.options.RegistryOptions;
import dev.kaniko.adapters.registry.options.Relaxation;
import dev.kaniko.adapters.registry.testkit.TestCertificate;
import dev.kaniko.domain.image.Digest;
import dev.kaniko.domain.image.ImageReference;
import dev.kaniko.ports.failure.EnvironmentFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DigestFilesTest {
  private static final Digest DIGEST = Digest.sha256("image");
  private static final List<ImageReference> DESTINATIONS =
      List.of(ImageReference.parse("registry.example/app:1"), ImageReference.parse("debian"));
  private static final RegistryOptions OPTIONS = RegistryOptions.strict("test");

  @TempDir Path directory;

  @Test
  void the_digest_stands_alone() {
    assertThat(DigestFiles.digest(DIGEST)).isEqualTo("sha256:" + DIGEST.hex());
  }

  @Test
  void each_destination_has_a_line() {
    assertThat(DigestFiles.names(DESTINATIONS, DIGEST, false))
        .isEqualTo(
            "registry.example/app@" + DIGEST + "\nindex.docker.io/library/debian@" + DIGEST + "\n");
    assertThat(DigestFiles.names(DESTINATIONS, DIGEST, true))
        .isEqualTo(
            "registry.example/app:1@"
                + DIGEST
                + "\nindex.docker.io/library/debian:latest@"
                + DIGEST
                + "\n");
  }

  @Test
  void the_builders_output_is_a_line_of_json_for_each() {
    assertThat(DigestFiles.builderOutput(DESTINATIONS.subList(0, 1), DIGEST))
        .isEqualTo("{\"name\":\"registry.example/app:1\",\"digest\":\"" + DIGEST + "\"}\n");
  }

  @Test
  void a_file_is_written_with_its_directories() throws IOException {
    Path file = directory.resolve("a/b/digest");

    ResultFile.write(file.toString(), "text", OPTIONS);

    assertThat(file).hasContent("text");
    assertThat(Files.getPosixFilePermissions(directory.resolve("a")).toString())
        .doesNotContain("GROUP", "OTHERS");
  }

  @Test
  void a_url_that_does_not_answer_is_named_without_its_signature() {
    assertThatThrownBy(
            () -> ResultFile.write("https://localhost:1/x?signature=secret", "text", OPTIONS))
        .isInstanceOf(EnvironmentFailure.class)
        .hasMessageStartingWith("cannot write https://localhost:1/x: ")
        .message()
        .doesNotContain("secret");
  }

  @Test
  void a_url_takes_the_text_by_put() throws Exception {
    List<String> taken = new CopyOnWriteArrayList<>();
    HttpsServer server = secureServer();
    server.createContext(
        "/",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          taken.add(
              "%s %s %s"
                  .formatted(
                      exchange.getRequestMethod(),
                      exchange.getRequestURI(),
                      new String(body, StandardCharsets.UTF_8)));
          int status = exchange.getRequestURI().getPath().equals("/refused") ? 403 : 200;
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
    String host = "localhost:" + server.getAddress().getPort();
    RegistryOptions options = OPTIONS.withUnverifiedTls(new Relaxation(false, false, Set.of(host)));

    ResultFile.write("https://" + host + "/here?sig=1", "text", options);
    assertThatThrownBy(() -> ResultFile.write("https://" + host + "/refused", "text", options))
        .isInstanceOf(EnvironmentFailure.class)
        .hasMessageEndingWith("the answer is 403");

    assertThat(taken).containsExactly("PUT /here?sig=1 text", "PUT /refused text");
    server.stop(0);
  }

  private static HttpsServer secureServer() throws Exception {
    TestCertificate certificate = TestCertificate.forLocalhost();
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "it", certificate.key(), new char[0], new Certificate[] {certificate.certificate()});
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    return server;
  }
}
