package dev.kaniko.wiring.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaniko.plugin.Extensions;
import dev.kaniko.plugin.InstalledPlugins;
import dev.kaniko.plugin.PluginJar;
import dev.kaniko.ports.credentials.Credential.UserPassword;
import dev.kaniko.ports.credentials.CredentialHelper;
import dev.kaniko.ports.failure.UserMistakes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChosenCredentialHelpersTest {
  @TempDir static Path temporary;
  private static Path folder;
  private static Path index;

  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "DOCKER_AUTH_CONFIG",
          "{\"auths\":{\"own.example\":{\"username\":\"config\",\"password\":\"x\"}}}",
          "KANIKO_ENV_EXAMPLE_USER",
          "env",
          "KANIKO_ENV_EXAMPLE_PASSWORD",
          "x",
          "CI_REGISTRY",
          "gitlab.example",
          "CI_REGISTRY_USER",
          "gitlab",
          "CI_REGISTRY_PASSWORD",
          "x");

  /** Stand-ins for the plugins, whose patterns here are all for one registry each. */
  @BeforeAll
  static void makePlugins() throws IOException {
    folder = Files.createDirectory(temporary.resolve("plugins"));
    for (String id : List.of("kaniko-google", "kaniko-aws", "kaniko-azure", "third")) {
      String name = id.replace("kaniko-", "");
      PluginJar.greeting(name)
          .attribute("Plugin-Id", id)
          .attribute("Kaniko-Registries", id + ".example")
          .source(
              "third." + name,
              """
              package third;
              import dev.kaniko.ports.credentials.*;
              import java.util.Optional;
              public class %s implements CredentialHelper {
                public Optional<Credential> credentialFor(String registry, String repository) {
                  return Optional.of(new Credential.UserPassword("%s", ""));
                }
              }
              """
                  .formatted(name, name))
          .write(folder.resolve(name + ".jar"));
    }
    index =
        Files.writeString(
            temporary.resolve("extensions.idx"),
            """
            dev.kaniko.adapters.credentials.docker.DockerConfigCredentialHelper
            dev.kaniko.adapters.credentials.environment.EnvironmentCredentialHelper
            dev.kaniko.adapters.credentials.environment.GitLabCredentialHelper
            """);
  }

  @Test
  void without_the_flag_everybody_is_asked() throws IOException {
    assertThat(asked(List.of()))
        .containsExactly("config", "env", "gitlab", "google", "aws", "azure", "third");
  }

  @Test
  void an_empty_name_leaves_the_config_alone() throws IOException {
    assertThat(asked(List.of(""))).containsExactly("config");
  }

  @ParameterizedTest
  @CsvSource({
    "env, env",
    "gitlab, gitlab",
    "google, google",
    "ecr, aws",
    "acr, azure",
    "third, third",
    "kaniko-aws, aws"
  })
  void whoever_is_named_is_asked_and_nobody_else(String name, String user) throws IOException {
    assertThat(asked(List.of(name))).containsExactly("config", user);
  }

  @Test
  void names_are_given_one_by_one_or_at_once() throws IOException {
    assertThat(asked(List.of("acr", "env,ecr"))).containsExactly("config", "env", "aws", "azure");
  }

  @Test
  void a_name_that_is_none_is_told_with_those_that_are() {
    assertThatThrownBy(() -> asked(List.of("googel")))
        .isInstanceOf(UserMistakes.class)
        .hasMessage("--credential-helpers: there is no googel (did you mean google?)");
    assertThatThrownBy(() -> asked(List.of("env", "nobody-at-all")))
        .hasMessageContaining("there are acr, ecr, env, gitlab, google, kaniko-aws");
  }

  /** The users of the credentials that are found, at the registries of all who have any. */
  private List<String> asked(List<String> names) throws IOException {
    List<String> users = new ArrayList<>();
    try (Extensions extensions =
        new Extensions(index, InstalledPlugins.in(List.of(folder), 0), ENVIRONMENT, _ -> {})) {
      List<CredentialHelper> helpers = ChosenCredentialHelpers.of(extensions, names);
      for (String registry :
          List.of("own", "env", "gitlab", "kaniko-google", "kaniko-aws", "kaniko-azure", "third")) {
        for (CredentialHelper helper : helpers) {
          helper
              .credentialFor(registry + ".example", "app")
              .ifPresent(found -> users.add(((UserPassword) found).user()));
        }
      }
    }
    return users;
  }
}
