package dev.kaniko.adapters.credentials.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaniko.ports.credentials.Credential;
import dev.kaniko.ports.credentials.Credential.IdentityToken;
import dev.kaniko.ports.credentials.Credential.RegistryToken;
import dev.kaniko.ports.credentials.Credential.UserPassword;
import dev.kaniko.ports.credentials.CredentialHelper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DockerConfigCredentialHelperTest {
  private static final String HOST = "registry.example";

  @TempDir Path directory;

  static List<String> keys() throws IOException {
    try (InputStream table =
        Objects.requireNonNull(
            DockerConfigCredentialHelperTest.class.getResourceAsStream(
                "/docker-config-keys.txt"))) {
      return new String(table.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("keys")
  void the_key_that_fits_best_counts(String row) throws IOException {
    List<String> columns = Arrays.stream(row.split("\\|")).map(String::strip).toList();
    String entries =
        Arrays.stream(columns.get(2).split("\\s+"))
            .map(key -> "\"%s\":{\"auth\":\"%s\"}".formatted(key, base64(key + ":pw")))
            .collect(Collectors.joining(","));

    Optional<Credential> found =
        config("{\"auths\":{" + entries + "}}").credentialFor(columns.get(0), columns.get(1));

    assertThat(found)
        .isEqualTo(
            Optional.of(columns.get(3))
                .filter(key -> !key.equals("none"))
                .map(DockerConfigCredentialHelperTest::asDecoded));
  }

  /** What the table's {@code auth} says: the user is all that stands before the first colon. */
  private static Credential asDecoded(String key) {
    String pair = key + ":pw";
    int colon = pair.indexOf(':');
    return new UserPassword(pair.substring(0, colon), pair.substring(colon + 1));
  }

  @Test
  void every_form_of_an_entry_is_understood() throws IOException {
    assertThat(entry("{\"auth\":\"" + base64("me:p:w") + "\"}")).contains(password("me", "p:w"));
    assertThat(entry("{\"auth\":\"" + base64("me:pw\0\0") + "\"}")).contains(password("me", "pw"));
    assertThat(entry("{\"auth\":\"" + base64("me:pässword$") + "\"}"))
        .contains(password("me", "pässword$"));
    assertThat(entry("{\"auth\":\"" + base64("me:") + "\"}")).contains(password("me", ""));
    assertThat(entry("{\"username\":\"me\",\"password\":\"pw\"}")).contains(password("me", "pw"));
    assertThat(entry("{\"auth\":\"" + base64("0:x") + "\",\"identitytoken\":\"t\"}"))
        .contains(new IdentityToken("t"));
    assertThat(entry("{\"registrytoken\":\"t\",\"identitytoken\":\"u\"}"))
        .contains(new RegistryToken("t"));
    assertThat(entry("{\"auth\":\"" + base64("<token>:t") + "\"}"))
        .contains(new IdentityToken("t"));
    assertThat(entry("{}")).isEmpty();
    assertThat(entry("{\"auth\":\"\",\"email\":\"me@x\"}")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"auths\":{\"registry.example\":{\"auth\":\"SECRET!!!\"}}}",
        "{\"auths\":{\"registry.example\":{\"auth\":\"U0VDUkVU\"}}}",
        "{\"auths\":{\"registry.example\":{\"auth\":\"OlNFQ1JFVA==\"}}}",
        "{\"auths\":{\"registry.example\":{\"auth\":[\"SECRET\"]},\"x\":{\"auth\":\"eDp5\"}}}x",
        "{\"auths\":{\"registry.example\":{\"username\":\"SECRET\"}}}",
        "{\"auths\":{\"registry.example\":{\"identitytoken\":{\"a\":\"SECRET\"},\"auth\":\"x\"}}}",
        "{\"auths\":{\"registry.example\":\"SECRET\"}}",
        "{\"auths\":[\"SECRET\"]}",
        "{\"credHelpers\":[\"SECRET\"]}",
        "{\"credHelpers\":{\"registry.example\":1}}",
        "{\"credsStore\":{}}",
        "{\"auths\":{\"registry.example\":{\"auth\":SECRET}}}",
        "SECRET",
        "\"SECRET\"",
        ""
      })
  void a_malformed_config_is_named_and_not_repeated(String json) throws IOException {
    CredentialHelper helper = config(json);

    assertThatThrownBy(() -> helper.credentialFor(HOST, "app"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(directory.resolve("config.json").toString())
        .hasStackTraceContaining("config.json")
        .satisfies(failure -> assertThat(failure.getCause()).isNull())
        .message()
        .doesNotContain("SECRET")
        .doesNotContain("U0VDUkVU");
  }

  @Test
  void the_place_of_the_config_is_found_as_docker_finds_it() throws IOException {
    Path home = Files.createDirectories(directory.resolve("home/.docker"));
    Path runtime = Files.createDirectories(directory.resolve("run/containers"));
    Path file = directory.resolve("auth-file.json");
    write(home.resolve("config.json"), "home");
    write(file, "file");
    write(runtime.resolve("auth.json"), "runtime");
    Map<String, String> all =
        Map.of(
            "HOME", directory.resolve("home").toString(),
            "REGISTRY_AUTH_FILE", file.toString(),
            "XDG_RUNTIME_DIR", directory.resolve("run").toString());

    assertThat(userOf(all)).isEqualTo("home");
    Files.delete(home.resolve("config.json"));
    assertThat(userOf(all)).isEqualTo("file");
    Files.delete(file);
    assertThat(userOf(all)).isEqualTo("runtime");
  }

  @Test
  void a_config_in_a_variable_comes_before_the_file() throws IOException {
    write(directory.resolve("config.json"), "file");
    String variable =
        "{\"auths\":{\"other.example\":{\"username\":\"variable\",\"password\":\"x\"}}}";
    CredentialHelper helper =
        new DockerConfigCredentialHelper(
            Map.of("DOCKER_CONFIG", directory.toString(), "DOCKER_AUTH_CONFIG", variable));

    assertThat(helper.credentialFor("other.example", "x")).contains(password("variable", "x"));
    assertThat(helper.credentialFor(HOST, "x")).contains(password("file", "x"));
    assertThat(helper.source())
        .isEqualTo("the variable DOCKER_AUTH_CONFIG or " + directory.resolve("config.json"));
  }

  @Test
  void without_a_config_there_are_no_credentials_and_the_place_is_named() throws IOException {
    CredentialHelper helper =
        new DockerConfigCredentialHelper(Map.of("DOCKER_CONFIG", directory.toString()));

    assertThat(helper.credentialFor(HOST, "app")).isEmpty();
    assertThat(helper.source()).isEqualTo(directory.resolve("config.json").toString());
    assertThat(new DockerConfigCredentialHelper(Map.of()).credentialFor(HOST, "app")).isEmpty();
  }

  @Test
  void what_a_build_writes_later_is_not_believed() throws IOException {
    CredentialHelper helper =
        new DockerConfigCredentialHelper(Map.of("DOCKER_CONFIG", directory.toString()));
    write(directory.resolve("config.json"), "planted");

    assertThat(helper.credentialFor(HOST, "app")).isEmpty();
  }

  @Test
  void a_directory_in_the_place_of_the_config_is_a_problem_when_asked() throws IOException {
    Files.createDirectory(directory.resolve("config.json"));
    CredentialHelper helper =
        new DockerConfigCredentialHelper(Map.of("DOCKER_CONFIG", directory.toString()));

    assertThatThrownBy(() -> helper.credentialFor(HOST, "app"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot be used");
  }

  @Test
  void a_program_is_asked_for_the_registry_it_is_for() throws IOException {
    Path bin =
        program("test", "printf '{\"Username\":\"%s\",\"Secret\":\"pw\"}' \"$server-$MARK\"");
    CredentialHelper helper =
        helper(bin, "{\"credHelpers\":{\"registry.example\":\"test\"},\"auths\":{}}");

    assertThat(helper.credentialFor(HOST, "app")).contains(password("registry.example-here", "pw"));
    assertThat(helper.credentialFor("other.example", "app")).isEmpty();
  }

  @Test
  void docker_hub_is_asked_for_by_its_server() throws IOException {
    Path bin = program("hub", "printf '{\"Username\":\"%s\",\"Secret\":\"pw\"}' \"$server\"");
    CredentialHelper helper = helper(bin, "{\"credsStore\":\"hub\"}");

    assertThat(helper.credentialFor("index.docker.io", "library/x"))
        .contains(password("https://index.docker.io/v1/", "pw"));
  }

  @Test
  void a_program_for_one_registry_comes_before_the_store_for_all() throws IOException {
    Path bin = program("one", "printf '{\"Username\":\"one\",\"Secret\":\"x\"}'");
    program("all", "printf '{\"Username\":\"<token>\",\"Secret\":\"all\"}'");
    CredentialHelper helper =
        helper(bin, "{\"credsStore\":\"all\",\"credHelpers\":{\"registry.example\":\"one\"}}");

    assertThat(helper.credentialFor(HOST, "app")).contains(password("one", "x"));
    assertThat(helper.credentialFor("other.example", "app")).contains(new IdentityToken("all"));
  }

  @Test
  void where_a_program_has_nothing_the_config_itself_is_looked_at() throws IOException {
    Path bin = program("empty", "echo credentials not found in native keychain; exit 1");
    CredentialHelper helper =
        helper(
            bin,
            "{\"credsStore\":\"empty\",\"auths\":{\"registry.example\":{\"username\":\"me\","
                + "\"password\":\"x\"}}}");

    assertThat(helper.credentialFor(HOST, "app")).contains(password("me", "x"));
    assertThat(helper.credentialFor("other.example", "app")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "echo SECRET; exit 1",
        "exit 1",
        "echo '{\"Secret\":\"SECRET\"}'",
        "echo '{\"Username\":\"\",\"Secret\":\"SECRET\"}'"
      })
  void a_program_that_fails_is_named_and_its_words_are_not_repeated(String script)
      throws IOException {
    Path bin = program("bad", script);
    CredentialHelper helper = helper(bin, "{\"credsStore\":\"bad\"}");

    assertThatThrownBy(() -> helper.credentialFor(HOST, "app"))
        .isInstanceOf(IOException.class)
        .hasMessage(bin.resolve("docker-credential-bad") + " gave no credentials for " + HOST)
        .hasNoCause();
  }

  @Test
  void a_program_that_is_not_on_the_path_is_named_with_who_wants_it() throws IOException {
    CredentialHelper helper = helper(directory, "{\"credsStore\":\"desktop\"}");

    assertThatThrownBy(() -> helper.credentialFor(HOST, "app"))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "docker-credential-desktop, which %s names for %s, is not on the PATH"
                .formatted(directory.resolve("config.json"), HOST));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ecr-login", "gcr", "gcloud", "acr-env"})
  void a_program_that_a_plugin_stands_in_for_may_be_missing(String name) throws IOException {
    CredentialHelper helper =
        helper(directory, "{\"credHelpers\":{\"%s\":\"%s\"}}".formatted(HOST, name));
    assertThat(helper.credentialFor(HOST, "app")).isEmpty();

    Path bin = program(name, "printf '{\"Username\":\"own\",\"Secret\":\"x\"}'");
    CredentialHelper withProgram =
        helper(bin, "{\"credHelpers\":{\"%s\":\"%s\"}}".formatted(HOST, name));
    assertThat(withProgram.credentialFor(HOST, "app")).isPresent();
  }

  @Test
  void a_program_that_a_build_brought_or_changed_is_not_run() throws IOException {
    Path bin = program("old", "printf '{\"Username\":\"old\",\"Secret\":\"x\"}'");
    CredentialHelper helper =
        helper(bin, "{\"credsStore\":\"old\",\"credHelpers\":{\"planted.example\":\"planted\"}}");
    assertThat(helper.credentialFor(HOST, "app")).isPresent();

    Path ran = directory.resolve("ran");
    program("planted", "touch " + ran);
    program("old", "touch " + ran);

    assertThatThrownBy(() -> helper.credentialFor("planted.example", "app"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is not on the PATH");
    assertThatThrownBy(() -> helper.credentialFor(HOST, "app"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("was changed since the build began");
    assertThat(ran).doesNotExist();
  }

  @Test
  void a_name_that_would_lead_out_of_the_path_finds_nothing() throws IOException {
    CredentialHelper helper = helper(directory, "{\"credsStore\":\"../../bin/sh\"}");

    assertThatThrownBy(() -> helper.credentialFor(HOST, "app"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is not on the PATH");
  }

  @Test
  void the_index_of_extensions_names_the_helper() throws IOException {
    try (InputStream index =
        Objects.requireNonNull(
            DockerConfigCredentialHelper.class.getResourceAsStream("/META-INF/extensions.idx"))) {
      assertThat(new String(index.readAllBytes(), StandardCharsets.UTF_8).lines())
          .contains(DockerConfigCredentialHelper.class.getName());
    }
  }

  private Optional<Credential> entry(String json) throws IOException {
    return config("{\"auths\":{\"" + HOST + "\":" + json + "}}").credentialFor(HOST, "app");
  }

  private CredentialHelper config(String json) throws IOException {
    return helper(directory, json);
  }

  private CredentialHelper helper(Path bin, String json) throws IOException {
    Files.writeString(directory.resolve("config.json"), json);
    return new DockerConfigCredentialHelper(
        Map.of(
            "DOCKER_CONFIG",
            directory.toString(),
            "PATH",
            "relative:/nowhere:" + bin,
            "MARK",
            "here"));
  }

  private Path program(String name, String script) throws IOException {
    Path bin = Files.createDirectories(directory.resolve("bin"));
    Path file = bin.resolve("docker-credential-" + name);
    Files.writeString(file, "#!/bin/sh\nread server\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return bin;
  }

  private static void write(Path file, String user) throws IOException {
    Files.writeString(
        file,
        "{\"auths\":{\"registry.example\":{\"username\":\"%s\",\"password\":\"x\"}}}"
            .formatted(user));
  }

  private static String userOf(Map<String, String> environment) throws IOException {
    Credential credential =
        new DockerConfigCredentialHelper(environment).credentialFor(HOST, "app").orElseThrow();
    return ((UserPassword) credential).user();
  }

  private static Credential password(String user, String password) {
    return new UserPassword(user, password);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
