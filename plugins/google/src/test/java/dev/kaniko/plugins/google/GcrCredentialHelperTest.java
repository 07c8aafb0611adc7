package dev.kaniko.plugins.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaniko.ports.credentials.Credential.UserPassword;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GcrCredentialHelperTest {
  @TempDir Path folder;
  private LocalCloud cloud;

  @BeforeEach
  void start() throws Exception {
    cloud = new LocalCloud();
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  @Test
  void a_key_file_gives_a_token_and_one_that_was_rejected_is_replaced() throws Exception {
    GcrCredentialHelper helper =
        new GcrCredentialHelper(
            Map.of(
                "GOOGLE_APPLICATION_CREDENTIALS",
                cloud.keyFile(folder.resolve("key.json")).toString()));
    assertThat(helper.credentialFor("eu.gcr.io", "p/app"))
        .isEqualTo(Optional.of(new UserPassword("oauth2accesstoken", "canary-token-1")));
    assertThat(helper.credentialFor("eu.gcr.io", "p/app"))
        .isEqualTo(Optional.of(new UserPassword("oauth2accesstoken", "canary-token-2")));
    assertThat(helper.source()).isEqualTo("Google's application default credentials");
  }

  @Test
  void a_file_that_is_named_and_not_there_is_an_error() {
    GcrCredentialHelper helper =
        new GcrCredentialHelper(
            Map.of("GOOGLE_APPLICATION_CREDENTIALS", folder.resolve("gone").toString()));
    assertThatThrownBy(() -> helper.credentialFor("gcr.io", "p/app"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("which cannot be read");
  }

  /** In a process of its own: the client looks for the server in the environment itself. */
  @Test
  void a_machine_of_googles_gives_the_token_of_its_account() throws Exception {
    assertThat(credentialOnMachine(cloud.address()))
        .isEqualTo("oauth2accesstoken canary-token-1\n");
  }

  @Test
  void without_any_account_there_is_no_credential_and_no_error() throws Exception {
    assertThat(credentialOnMachine("127.0.0.1:1")).isEqualTo("none\n");
  }

  /** What {@link #main} says where a metadata server is at an address. */
  private String credentialOnMachine(String metadata) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Duser.home=" + folder,
            "-cp",
            System.getProperty("java.class.path"),
            GcrCredentialHelperTest.class.getName());
    builder.environment().remove("GOOGLE_APPLICATION_CREDENTIALS");
    builder.environment().put("CLOUDSDK_CONFIG", folder.toString());
    builder.environment().put("GCE_METADATA_HOST", metadata);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return said;
  }

  public static void main(String[] arguments) throws IOException {
    System.out.println(
        new GcrCredentialHelper(Map.of())
            .credentialFor("europe-docker.pkg.dev", "p/app")
            .map(it -> ((UserPassword) it).user() + " " + ((UserPassword) it).password())
            .orElse("none"));
  }
}
