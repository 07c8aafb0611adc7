package dev.kaniko.adapters.credentials.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaniko.ports.credentials.Credential;
import dev.kaniko.ports.credentials.Credential.UserPassword;
import dev.kaniko.ports.credentials.CredentialHelper;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentCredentialHelperTest {

  @ParameterizedTest
  @CsvSource({
    "registry.example.com,      KANIKO_REGISTRY_EXAMPLE_COM",
    "registry.example.com:5000, KANIKO_REGISTRY_EXAMPLE_COM",
    "Registry.Example.COM,      KANIKO_REGISTRY_EXAMPLE_COM",
    "registry.example.com,      KANIKO_EXAMPLE_COM",
    "a.b.example.com,           KANIKO_EXAMPLE_COM",
    "index.docker.io,           KANIKO_INDEX_DOCKER_IO",
    "index.docker.io,           KANIKO_DOCKER_IO",
    "localhost:5000,            KANIKO_LOCALHOST",
    "10.0.0.1:5000,             KANIKO_10_0_0_1"
  })
  void a_host_has_the_variables_of_its_name_and_of_its_domains(String registry, String prefix)
      throws IOException {
    assertThat(credential(registry, prefix)).contains(new UserPassword("me", "canary"));
  }

  @ParameterizedTest
  @CsvSource({
    "registry.example.com, KANIKO_COM",
    "evilexample.com,      KANIKO_EXAMPLE_COM",
    "evil-example.com,     KANIKO_EXAMPLE_COM",
    "example.com.evil.net, KANIKO_EXAMPLE_COM",
    "example.com,          KANIKO_REGISTRY_EXAMPLE_COM",
    "10.0.0.1,             KANIKO_0_1",
    "[::1]:5000,           KANIKO_1"
  })
  void a_host_that_is_not_in_a_domain_has_nothing_of_it(String registry, String prefix)
      throws IOException {
    assertThat(credential(registry, prefix)).isEmpty();
  }

  @Test
  void the_longest_name_counts() throws IOException {
    Map<String, String> environment = new TreeMap<>(variables("KANIKO_EXAMPLE_COM"));
    environment.put("KANIKO_A_EXAMPLE_COM_USER", "a");
    environment.put("KANIKO_A_EXAMPLE_COM_PASSWORD", "x");
    CredentialHelper helper = new EnvironmentCredentialHelper(environment);
    assertThat(helper.credentialFor("a.example.com", "app")).contains(new UserPassword("a", "x"));
    assertThat(helper.credentialFor("b.example.com", "app"))
        .contains(new UserPassword("me", "canary"));
  }

  @Test
  void a_host_with_a_hyphen_has_nothing_until_it_is_said_to_be_meant() throws IOException {
    Map<String, String> environment = new TreeMap<>(variables("KANIKO_MY_REGISTRY_EXAMPLE_COM"));
    assertThatThrownBy(
            () ->
                new EnvironmentCredentialHelper(environment)
                    .credentialFor("my-registry.example.com", "app"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("set KANIKO_MY_REGISTRY_EXAMPLE_COM_HOST=my-registry.example.com")
        .message()
        .doesNotContain("canary");

    environment.put("KANIKO_MY_REGISTRY_EXAMPLE_COM_HOST", "My-Registry.example.com");
    CredentialHelper helper = new EnvironmentCredentialHelper(environment);
    assertThat(helper.credentialFor("my-registry.example.com", "app")).isPresent();
    assertThat(helper.credentialFor("my.registry.example.com", "app")).isEmpty();
    assertThat(helper.credentialFor("my-registry-example.com", "app")).isEmpty();
  }

  @Test
  void a_user_without_a_password_is_told() {
    assertThatThrownBy(
            () ->
                new EnvironmentCredentialHelper(Map.of("KANIKO_LOCALHOST_USER", "canary"))
                    .credentialFor("localhost", "app"))
        .isInstanceOf(IOException.class)
        .hasMessage("KANIKO_LOCALHOST_USER is set, KANIKO_LOCALHOST_PASSWORD is not");
  }

  @ParameterizedTest
  @ValueSource(strings = {"registry.gitlab.example:5050", "Registry.GitLab.example:5050"})
  void a_job_of_gitlabs_has_the_credentials_for_its_registry(String registry) throws IOException {
    assertThat(gitLab("registry.gitlab.example:5050").credentialFor(registry, "group/app"))
        .contains(new UserPassword("gitlab-ci-token", "canary"));
    assertThat(gitLab("registry.gitlab.example:443").credentialFor("registry.gitlab.example", "x"))
        .isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "registry.gitlab.example",
        "registry.gitlab.example:5051",
        "evilregistry.gitlab.example:5050",
        "gitlab.example:5050",
        "registry.gitlab.example:5050.evil.example"
      })
  void another_registry_has_nothing_of_gitlabs(String registry) throws IOException {
    assertThat(gitLab("registry.gitlab.example:5050").credentialFor(registry, "app")).isEmpty();
    assertThat(new GitLabCredentialHelper(Map.of()).credentialFor(registry, "app")).isEmpty();
  }

  @Test
  void a_user_of_gitlabs_without_a_password_is_told() {
    Map<String, String> environment = Map.of("CI_REGISTRY", "a.b", "CI_REGISTRY_USER", "canary");
    assertThatThrownBy(() -> new GitLabCredentialHelper(environment).credentialFor("a.b", "app"))
        .hasMessage("CI_REGISTRY_USER is set, CI_REGISTRY_PASSWORD is not");
  }

  private static Optional<Credential> credential(String registry, String prefix)
      throws IOException {
    return new EnvironmentCredentialHelper(variables(prefix)).credentialFor(registry, "app");
  }

  private static Map<String, String> variables(String prefix) {
    return Map.of(prefix + "_USER", "me", prefix + "_PASSWORD", "canary");
  }

  private static CredentialHelper gitLab(String registry) {
    return new GitLabCredentialHelper(
        Map.of(
            "CI_REGISTRY", registry,
            "CI_REGISTRY_USER", "gitlab-ci-token",
            "CI_REGISTRY_PASSWORD", "canary"));
  }
}
