package dev.kaniko.adapters.credentials.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaniko.ports.credentials.Credential;
import dev.kaniko.ports.credentials.Credential.IdentityToken;
import dev.kaniko.ports.credentials.Credential.UserPassword;
import dev.kaniko.ports.failure.EnvironmentFailure;
import dev.kaniko.ports.failure.UserMistakes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DockerConfigFileTest {
  private static final String REGISTRY = "registry.example:5000";

  @TempDir Path directory;
  private Path folder;
  private Path file;
  private Map<String, String> environment;

  @BeforeEach
  void choosePlace() {
    folder = directory.resolve("home/.docker");
    file = folder.resolve("config.json");
    environment = Map.of("HOME", directory.resolve("home").toString());
  }

  @Test
  void what_is_kept_is_what_a_build_finds_and_its_owners_alone() throws IOException {
    DockerConfigFile.in(environment).login(REGISTRY, "me", "pä:ss wörd$");
    assertThat(found(REGISTRY)).contains(new UserPassword("me", "pä:ss wörd$"));
    assertThat(permissions(file)).isEqualTo("rw-------");
    assertThat(permissions(folder)).isEqualTo("rwx------");
    assertThat(DockerConfigFile.in(environment)).hasToString(file.toString());
  }

  @Test
  void everything_else_in_the_file_stays_and_its_permissions_become_the_owners()
      throws IOException {
    write(
        """
        {"auths": {"other.example": {"auth": "eDp5"}, "registry.example:5000/team": {"auth": "eDp6"},
                   "https://registry.example:5000/v2/": {"auth": "b2xkOm9sZA==", "email": "me@x"}},
         "credHelpers": {"123.dkr.ecr.eu-west-1.amazonaws.com": "ecr-login"},
         "HttpHeaders": {"X": ["1", 2.50, null]}, "psFormat": "table"}
        """);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    DockerConfigFile.in(environment).login(REGISTRY, "me", "pw");

    assertThat(Files.readString(file))
        .isEqualToIgnoringWhitespace(
            """
            {"auths": {"other.example": {"auth": "eDp5"},
                       "registry.example:5000/team": {"auth": "eDp6"},
                       "registry.example:5000": {"auth": "bWU6cHc="}},
             "credHelpers": {"123.dkr.ecr.eu-west-1.amazonaws.com": "ecr-login"},
             "HttpHeaders": {"X": ["1", 2.50, null]}, "psFormat": "table"}
            """);
    assertThat(permissions(file)).isEqualTo("rw-------");
    assertThat(everything()).containsExactly("config.json");
  }

  @Test
  void docker_hub_has_its_old_name_and_no_other() throws IOException {
    write("{\"auths\": {\"docker.io\": {\"auth\": \"eDp5\"}}}");
    DockerConfigFile.in(environment).login("index.docker.io", "me", "pw");
    assertThat(Files.readString(file))
        .isEqualToIgnoringWhitespace(
            "{\"auths\": {\"https://index.docker.io/v1/\": {\"auth\": \"bWU6cHc=\"}}}");
    assertThat(found("index.docker.io")).contains(new UserPassword("me", "pw"));
  }

  @Test
  void a_token_is_kept_under_the_name_that_says_so() throws IOException {
    DockerConfigFile.in(environment).login(REGISTRY, "<token>", "refresh");
    assertThat(found(REGISTRY)).contains(new IdentityToken("refresh"));
  }

  @Test
  void who_logs_out_is_forgotten_and_nobody_else_is() throws IOException {
    write(
        """
        {"auths": {"http://registry.example:5000": {"auth": "eDp5"},
                   "registry.example": {"auth": "eDp6"}}}
        """);
    assertThat(DockerConfigFile.in(environment).logout(REGISTRY)).isTrue();
    assertThat(Files.readString(file))
        .isEqualToIgnoringWhitespace("{\"auths\": {\"registry.example\": {\"auth\": \"eDp6\"}}}");
    assertThat(DockerConfigFile.in(environment).logout(REGISTRY)).isFalse();
    Files.delete(file);
    assertThat(DockerConfigFile.in(environment).logout(REGISTRY)).isFalse();
    assertThat(file).doesNotExist();
  }

  @Test
  void a_file_that_is_a_link_is_written_where_it_leads() throws IOException {
    write("{}");
    Path real = Files.move(file, directory.resolve("real.json"));
    Files.createSymbolicLink(file, real);
    DockerConfigFile.in(environment).login(REGISTRY, "me", "pw");
    assertThat(file).isSymbolicLink();
    assertThat(Files.readString(real)).contains(REGISTRY);
  }

  @Test
  void the_file_that_a_build_reads_is_the_one_that_is_changed() throws IOException {
    Path other = Files.writeString(directory.resolve("auth.json"), "{}");
    Map<String, String> both =
        Map.of("HOME", environment.get("HOME"), "REGISTRY_AUTH_FILE", other.toString());
    DockerConfigFile.in(both).login(REGISTRY, "me", "pw");
    assertThat(Files.readString(other)).contains(REGISTRY);
    assertThat(file).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"credsStore\": \"desktop\"}",
        "{\"credHelpers\": {\"registry.example:5000\": \"pass\"}}"
      })
  void what_a_program_keeps_is_left_to_the_program(String config) throws IOException {
    write(config);
    assertThatThrownBy(() -> DockerConfigFile.in(environment).login(REGISTRY, "me", "canary"))
        .isInstanceOf(UserMistakes.class)
        .hasMessageContaining("has the program docker-credential-");
    assertThatThrownBy(() -> DockerConfigFile.in(environment).logout(REGISTRY))
        .isInstanceOf(UserMistakes.class);
    assertThat(Files.readString(file)).isEqualTo(config);
  }

  @Test
  void what_a_variable_would_hide_is_not_kept() {
    Map<String, String> hiding =
        Map.of(
            "HOME",
            environment.get("HOME"),
            "DOCKER_AUTH_CONFIG",
            "{\"auths\": {\"" + REGISTRY + "\": {\"auth\": \"eDp5\"}}}");
    assertThatThrownBy(() -> DockerConfigFile.in(hiding).login(REGISTRY, "me", "canary"))
        .isInstanceOf(UserMistakes.class)
        .hasMessageStartingWith("the variable DOCKER_AUTH_CONFIG has credentials for " + REGISTRY);
    assertThat(file).doesNotExist();
    DockerConfigFile.in(hiding).login("other.example", "me", "pw");
    assertThat(file).exists();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"auths\": SECRET}", "[]", "{\"auths\": []}", ""})
  void a_file_that_is_no_config_is_told_and_left_alone(String config) throws IOException {
    write(config);
    assertThatThrownBy(() -> DockerConfigFile.in(environment).login(REGISTRY, "me", "canary"))
        .isInstanceOf(EnvironmentFailure.class)
        .hasMessageContaining(file.toString())
        .message()
        .doesNotContain("SECRET", "canary");
    assertThat(Files.readString(file)).isEqualTo(config);
  }

  @Test
  void a_place_that_cannot_be_written_to_is_told() throws IOException {
    Files.createDirectories(folder.getParent());
    Files.writeString(folder, "a file");
    assertThatThrownBy(() -> DockerConfigFile.in(environment).login(REGISTRY, "me", "canary"))
        .isInstanceOf(EnvironmentFailure.class)
        .hasMessageContaining("cannot write " + file);
    assertThatThrownBy(() -> DockerConfigFile.in(Map.of())).hasMessageContaining("DOCKER_CONFIG");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a:b"})
  void a_name_that_no_user_has_is_refused(String user) {
    assertThatThrownBy(() -> DockerConfigFile.in(environment).login(REGISTRY, user, "canary"))
        .isInstanceOf(UserMistakes.class)
        .hasMessage("a user's name is not empty and has no colon");
  }

  private Optional<Credential> found(String registry) throws IOException {
    return new DockerConfigCredentialHelper(environment).credentialFor(registry, "app");
  }

  private void write(String config) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(file, config);
  }

  private Stream<String> everything() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(it -> it.getFileName().toString()).toList().stream();
    }
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
