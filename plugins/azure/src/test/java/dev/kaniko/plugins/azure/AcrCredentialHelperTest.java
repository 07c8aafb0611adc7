package dev.kaniko.plugins.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaniko.plugins.azure.LocalAzure.Asked;
import dev.kaniko.ports.credentials.Credential.IdentityToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AcrCredentialHelperTest {
  private static final String REGISTRY = "team.azurecr.io";

  @TempDir Path folder;
  private LocalAzure azure;

  @BeforeEach
  void start() throws IOException {
    azure = new LocalAzure();
  }

  @AfterEach
  void stop() {
    azure.close();
  }

  @Test
  void a_secret_gives_a_token_that_the_registry_exchanges_anew_each_time() throws IOException {
    AcrCredentialHelper helper = helper(azure.application());
    assertThat(helper.credentialFor(REGISTRY, "app"))
        .contains(new IdentityToken("canary-refresh-1"));
    assertThat(helper.credentialFor(REGISTRY + ":443", "app"))
        .contains(new IdentityToken("canary-refresh-2"));
    assertThat(helper.source()).isEqualTo("the default credentials of Azure");

    Asked account = azure.asked.get(0);
    assertThat(account.path()).isEqualTo("/" + LocalAzure.TENANT + "/oauth2/v2.0/token");
    assertThat(account.fields())
        .containsEntry("grant_type", "client_credentials")
        .containsEntry("client_id", LocalAzure.CLIENT)
        .containsEntry("scope", "https://management.azure.com/.default");
    Asked exchange = azure.asked.get(1);
    assertThat(exchange.path()).isEqualTo("/oauth2/exchange");
    assertThat(exchange.fields())
        .containsEntry("grant_type", "access_token")
        .containsEntry("service", REGISTRY)
        .containsEntry("tenant", LocalAzure.TENANT)
        .doesNotContainValue(LocalAzure.SECRET);
  }

  @ParameterizedTest
  @CsvSource({
    "team.azurecr.io, https://management.azure.com/.default",
    "team.azurecr.cn, https://management.chinacloudapi.cn/.default",
    "team.azurecr.us, https://management.usgovcloudapi.net/.default"
  })
  void the_registry_says_which_cloud_the_token_is_for(String registry, String scope)
      throws IOException {
    assertThat(helper(azure.application()).credentialFor(registry, "app")).isPresent();
    assertThat(azure.asked.getFirst().fields()).containsEntry("scope", scope);
  }

  @Test
  void a_token_of_kubernetes_is_read_anew_and_taken_for_a_secret() throws IOException {
    Path file = Files.writeString(folder.resolve("token"), "old");
    Map<String, String> environment = new TreeMap<>(azure.application());
    environment.remove("AZURE_CLIENT_SECRET");
    environment.put("AZURE_FEDERATED_TOKEN_FILE", file.toString());
    AcrCredentialHelper helper = helper(environment);
    assertThatThrownBy(() -> helper.credentialFor(REGISTRY, "app"))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "Azure gave no token for AZURE_CLIENT_ID: 127.0.0.1 answers 400 (invalid_client)");

    Files.writeString(file, "canary-jwt\n");
    assertThat(helper.credentialFor(REGISTRY, "app")).isPresent();
    assertThat(azure.asked.get(1).fields())
        .containsEntry(
            "client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");

    Files.delete(file);
    assertThatThrownBy(() -> helper.credentialFor(REGISTRY, "app"))
        .hasMessage("AZURE_FEDERATED_TOKEN_FILE names " + file + ", which cannot be read");
  }

  @Test
  void a_machine_gives_the_token_of_its_identity() throws IOException {
    String host = azure.address().toString();
    assertThat(
            helper(Map.of("AZURE_POD_IDENTITY_AUTHORITY_HOST", host)).credentialFor(REGISTRY, "a"))
        .isPresent();
    assertThat(azure.asked.getFirst().fields())
        .containsEntry("resource", "https://management.azure.com/")
        .doesNotContainKey("client_id");

    Map<String, String> other =
        Map.of("AZURE_POD_IDENTITY_AUTHORITY_HOST", host, "AZURE_CLIENT_ID", "another");
    assertThatThrownBy(() -> helper(other).credentialFor(REGISTRY, "a"))
        .hasMessageContaining("no identity with this AZURE_CLIENT_ID")
        .hasMessageContaining("answers 400 (invalid_request)");
  }

  @Test
  void a_container_gives_the_token_of_its_identity() throws IOException {
    Map<String, String> environment =
        Map.of(
            "IDENTITY_ENDPOINT",
            azure.address() + "/msi/token",
            "IDENTITY_HEADER",
            "canary-header",
            "AZURE_CLIENT_ID",
            LocalAzure.CLIENT);
    assertThat(helper(environment).credentialFor(REGISTRY, "a")).isPresent();
    assertThat(azure.asked.getFirst().fields()).containsEntry("client_id", LocalAzure.CLIENT);
  }

  @Test
  void who_is_nobody_has_no_credential_and_no_error() throws IOException {
    assertThat(
            helper(Map.of("AZURE_POD_IDENTITY_AUTHORITY_HOST", "http://127.0.0.1:1"))
                .credentialFor(REGISTRY, "app"))
        .isEmpty();
    azure.refusal = Optional.of(Map.entry(404, "<html>metadata of another cloud</html>"));
    assertThat(
            helper(Map.of("AZURE_POD_IDENTITY_AUTHORITY_HOST", azure.address().toString()))
                .credentialFor(REGISTRY, "app"))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evilazurecr.io",
        "azurecr.io",
        "team.azurecr.io.evil.example",
        "team.azurecr.io:8443",
        "team.azurecr.io.",
        "a.team.azurecr.io",
        "evil.example#.azurecr.io",
        "team-azurecr.io",
        "mcr.microsoft.com"
      })
  void a_host_that_only_looks_like_a_registry_of_azures_makes_nobody_ask(String registry)
      throws IOException {
    assertThat(helper(azure.application()).credentialFor(registry, "app")).isEmpty();
    assertThat(azure.asked).isEmpty();
  }

  @Test
  void what_a_server_answers_is_shown_only_as_far_as_it_can_be_no_secret() {
    azure.refusal =
        Optional.of(
            Map.entry(
                401,
                "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS7000215: you sent "
                    + LocalAzure.SECRET
                    + "\"}"));
    assertThatThrownBy(() -> helper(azure.application()).credentialFor(REGISTRY, "app"))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "Azure gave no token for AZURE_CLIENT_ID: 127.0.0.1 answers 401 (invalid_client,"
                + " AADSTS7000215)")
        .satisfies(e -> assertThat(e.getCause()).isNull());
    azure.refusal = Optional.of(Map.entry(200, "{\"access_token\": " + LocalAzure.SECRET));
    assertThatThrownBy(() -> helper(azure.application()).credentialFor(REGISTRY, "app"))
        .hasMessage("Azure gave no token for AZURE_CLIENT_ID: 127.0.0.1 answers 200");
  }

  @Test
  void a_redirect_takes_no_secret_along() throws IOException {
    try (LocalAzure other = new LocalAzure()) {
      azure.elsewhere = Optional.of(other.address().resolve("/oauth2/exchange"));
      assertThatThrownBy(() -> helper(azure.application()).credentialFor(REGISTRY, "app"))
          .hasMessage("Azure gave no token for AZURE_CLIENT_ID: 127.0.0.1 answers 307");
      assertThat(other.asked).isEmpty();
    }
  }

  private AcrCredentialHelper helper(Map<String, String> environment) {
    return new AcrCredentialHelper(environment, _ -> azure.address());
  }
}
