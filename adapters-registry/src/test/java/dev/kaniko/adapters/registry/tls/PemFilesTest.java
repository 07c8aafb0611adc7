package dev.kaniko.adapters.registry.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaniko.adapters.registry.testkit.TestCertificate;
import dev.kaniko.adapters.registry.testkit.Tool;
import dev.kaniko.ports.failure.EnvironmentFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PemFilesTest {
  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "RSA, genrsa -traditional 2048",
    "RSA, genrsa 2048",
    "EC, genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256",
    "EdDSA, genpkey -algorithm ed25519"
  })
  void keys_of_openssl_are_read(String algorithm, String command) throws Exception {
    Path file = directory.resolve("key.pem");
    Files.writeString(file, Tool.run(("openssl " + command).split(" ")));

    assertThat(PemFiles.key(file).getAlgorithm()).isEqualTo(algorithm);
  }

  @Test
  void a_key_in_an_old_form_is_refused_with_the_command_that_helps() throws Exception {
    Path file = directory.resolve("key.pem");
    Files.writeString(file, Tool.run("openssl", "ecparam", "-genkey", "-name", "prime256v1"));

    assertThatThrownBy(() -> PemFiles.key(file))
        .isInstanceOf(EnvironmentFailure.class)
        .hasMessage(file + " holds its key as EC PRIVATE KEY, which is not supported")
        .satisfies(
            failure ->
                assertThat(((EnvironmentFailure) failure).hint().orElseThrow())
                    .contains("openssl pkcs8 -topk8 -nocrypt"));
  }

  @Test
  void the_certificates_of_a_bundle_are_all_read() throws IOException {
    String one = TestCertificate.forLocalhost().certificatePem();
    Path file = Files.writeString(directory.resolve("all.pem"), "first:\n" + one + "- \n" + one);

    assertThat(PemFiles.certificates(file)).hasSize(2);
  }

  @Test
  void a_file_without_a_certificate_is_refused_where_one_is_wanted() throws IOException {
    Path file = Files.writeString(directory.resolve("readme"), "nothing here");

    assertThatThrownBy(() -> PemFiles.certificates(file))
        .isInstanceOf(EnvironmentFailure.class)
        .hasMessageContaining("holds no certificate");
    assertThat(PemFiles.certificatesIfAny(file)).isEmpty();
  }

  @Test
  void a_damaged_certificate_is_named() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("bad.pem"),
            "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");

    assertThatThrownBy(() -> PemFiles.certificates(file))
        .isInstanceOf(EnvironmentFailure.class)
        .hasMessageContaining(file + " holds a damaged certificate");
  }
}
