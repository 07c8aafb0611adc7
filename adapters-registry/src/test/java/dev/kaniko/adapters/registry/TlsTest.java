package dev.kaniko.adapters.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaniko.adapters.registry.options.ClientCertificate;
import dev.kaniko.adapters.registry.options.RegistryOptions;
import dev.kaniko.adapters.registry.options.Relaxation;
import dev.kaniko.adapters.registry.testkit.RecordingListener;
import dev.kaniko.adapters.registry.testkit.RegistryProcess;
import dev.kaniko.adapters.registry.testkit.TestCertificate;
import dev.kaniko.domain.image.ImageReference;
import dev.kaniko.ports.failure.EnvironmentFailure;
import dev.kaniko.ports.failure.RegistryFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Registries that speak TLS, with a certificate that nobody trusts unless told to. */
class TlsTest {
  private static final RegistryOptions STRICT = Impatient.OPTIONS;
  private static final TestCertificate OTHER_NAME =
      TestCertificate.make("dns:registry.example", "EC");

  private static RegistryProcess server;

  @TempDir Path directory;

  @BeforeAll
  static void start() {
    server = RegistryProcess.withTls(TestCertificate.forLocalhost());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void a_certificate_of_an_unknown_authority_is_refused_with_the_way_out() {
    assertThatThrownBy(() -> check(STRICT, server))
        .isInstanceOf(RegistryFailure.class)
        .hasMessageContaining("unable to find valid certification path")
        .satisfies(
            failure ->
                assertThat(((RegistryFailure) failure).hint().orElseThrow())
                    .contains("--registry-certificate " + server.host() + "=FILE"));
  }

  @Test
  void an_authority_given_for_the_registry_is_trusted() throws IOException {
    Path authority = pem(TestCertificate.forLocalhost());

    assertThatCode(() -> check(STRICT.withCertificates(Map.of(server.host(), authority)), server))
        .doesNotThrowAnyException();
  }

  @Test
  void an_authority_given_for_one_registry_is_not_trusted_for_another() throws IOException {
    Path authority = pem(TestCertificate.forLocalhost());

    assertThatThrownBy(
            () -> check(STRICT.withCertificates(Map.of("localhost:1", authority)), server))
        .isInstanceOf(RegistryFailure.class);
  }

  @Test
  void an_authority_in_the_environments_files_is_trusted() throws IOException {
    Path authority = pem(TestCertificate.forLocalhost());

    assertThatCode(
            () ->
                check(
                    STRICT.withEnvironment(Map.of("SSL_CERT_FILE", authority.toString())), server))
        .doesNotThrowAnyException();
    assertThatCode(
            () ->
                check(
                    STRICT.withEnvironment(
                        Map.of("SSL_CERT_DIR", "/nowhere:" + authority.getParent())),
                    server))
        .doesNotThrowAnyException();
  }

  @Test
  void verification_is_left_out_where_the_user_says_so_and_only_there() {
    Relaxation here = new Relaxation(false, false, Set.of(server.host()));
    Relaxation elsewhere = new Relaxation(false, false, Set.of("localhost:1"));
    Relaxation pulls = new Relaxation(false, true, Set.of());
    Relaxation pushes = new Relaxation(true, false, Set.of());

    assertThatCode(() -> check(STRICT.withUnverifiedTls(here), server)).doesNotThrowAnyException();
    assertThatCode(() -> check(STRICT.withUnverifiedTls(pushes), server))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> check(STRICT.withUnverifiedTls(elsewhere), server))
        .isInstanceOf(RegistryFailure.class);
    assertThatThrownBy(() -> check(STRICT.withUnverifiedTls(pulls), server))
        .isInstanceOf(RegistryFailure.class);
  }

  @Test
  void plain_http_does_not_leave_verification_out() {
    Relaxation plain = new Relaxation(true, true, Set.of(server.host()));

    assertThatThrownBy(() -> check(STRICT.withPlainHttp(plain), server))
        .isInstanceOf(RegistryFailure.class)
        .hasMessageContaining("certification path");
  }

  @Test
  void a_certificate_for_another_name_is_refused_unless_nobody_looks() throws IOException {
    Path authority = pem(OTHER_NAME);
    try (RegistryProcess other = RegistryProcess.withTls(OTHER_NAME)) {
      RegistryOptions trusting = STRICT.withCertificates(Map.of(other.host(), authority));
      assertThatThrownBy(() -> check(trusting, other))
          .isInstanceOf(RegistryFailure.class)
          .hasMessageContaining("localhost");
      assertThatCode(
              () ->
                  check(
                      STRICT.withUnverifiedTls(new Relaxation(false, false, Set.of(other.host()))),
                      other))
          .doesNotThrowAnyException();
    }
  }

  @Test
  void a_client_certificate_is_shown_to_the_registry_it_is_for() throws IOException {
    TestCertificate client = TestCertificate.forLocalhost();
    Path authority = pem(client);
    Path key = Files.writeString(directory.resolve("client.key"), client.keyPem());
    try (RegistryProcess strict = RegistryProcess.withTls(client, client)) {
      RegistryOptions trusting = STRICT.withCertificates(Map.of(strict.host(), authority));
      ClientCertificate pair = ClientCertificate.parse(authority + "," + key);

      assertThatCode(
              () -> check(trusting.withClientCertificates(Map.of(strict.host(), pair)), strict))
          .doesNotThrowAnyException();
      assertThatThrownBy(
              () -> check(trusting.withClientCertificates(Map.of("localhost:1", pair)), strict))
          .isInstanceOf(RegistryFailure.class);
    }
  }

  @Test
  void a_certificate_file_that_is_not_there_is_named() {
    Path missing = directory.resolve("missing.pem");

    assertThatThrownBy(() -> check(STRICT.withCertificates(Map.of(server.host(), missing)), server))
        .isInstanceOf(EnvironmentFailure.class)
        .hasMessageContaining(missing.toString());
  }

  private void check(RegistryOptions options, RegistryProcess registry) {
    ImageReference destination = ImageReference.parse(registry.host() + "/app:1");
    try (Registries registries = Impatient.registries(options, new RecordingListener())) {
      registries.destination(destination).check();
    }
  }

  private Path pem(TestCertificate certificate) throws IOException {
    Path folder = Files.createDirectories(directory.resolve("certs"));
    return Files.writeString(
        folder.resolve("ca.pem"), "# of the tests\n" + certificate.certificatePem());
  }
}
