package dev.kaniko.plugins.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaniko.ports.context.ContextContent;
import dev.kaniko.ports.context.ContextNotAvailable;
import dev.kaniko.ports.context.ContextRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** JGit against OpenSSH's server, behind which is git. */
class SshContextSourceTest {
  @TempDir static Path shared;
  private static LocalSshd server;
  private static Path repository;
  private static String first;
  private static String second;

  @TempDir Path folder;
  private final Map<String, String> environment = new HashMap<>();
  private Path home;

  @BeforeAll
  static void start() throws Exception {
    server = new LocalSshd(shared.resolve("sshd"));
    try (LocalGit repositories = new LocalGit(shared.resolve("repositories"))) {
      Path near = repositories.repository("near.git");
      LocalGit.commit(near, Map.of("code", "of the submodule"));
      repository = repositories.repository("repo.git");
      first = LocalGit.commit(repository, Map.of("file", "first", "sub/deep/file", "below"));
      LocalGit.git(repository, "tag", "--annotate", "--message=t", "v1");
      Files.createSymbolicLink(repository.resolve("out"), shared);
      second = LocalGit.commit(repository, Map.of("file", "second"));
      LocalGit.git(repository, "checkout", "--quiet", "-b", "modules");
      LocalGit.git(repository, "submodule", "--quiet", "add", near.toString(), "near");
      modules("../near.git");
      LocalGit.git(repository, "checkout", "--quiet", "main");
    }
  }

  private static void modules(String url) throws IOException {
    Files.writeString(
        repository.resolve(".gitmodules"), "[submodule \"near\"]\npath = near\nurl = " + url);
    LocalGit.commit(repository, Map.of());
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @BeforeEach
  void makeHome() throws IOException {
    home = Files.createDirectories(folder.resolve("home/.ssh"));
    environment.put("HOME", home.getParent().toString());
    Files.writeString(home.resolve("known_hosts"), server.knownHost());
    Files.copy(server.userKey(), home.resolve("id_ed25519"));
  }

  @ParameterizedTest
  @CsvSource({
    "'', second",
    "#main, second",
    "#v1, first",
    "#refs/heads/main, second",
    "?tag=v1, first"
  })
  void what_is_behind_a_location_chooses_the_files(String behind, String content) throws Exception {
    assertThat(fetch(location() + behind).resolve("file")).hasContent(content);
  }

  @Test
  void a_commit_and_a_directory_are_found() throws Exception {
    assertThat(fetch(location() + "#" + second).resolve("file")).hasContent("second");
    assertThat(fetch(location() + "#" + first).resolve("file")).hasContent("first");
    assertThat(fetch(location() + "#main:sub/deep").resolve("file")).hasContent("below");
    assertThat(new GitContextSource().revision(request(location() + "#v1"))).contains(first);
  }

  @ParameterizedTest
  @CsvSource({
    "#gone, has neither a branch nor a tag gone",
    "#main:.., has no directory ..",
    "#main:out, has no directory out",
    "#0123456789012345678901234567890123456789, has no commit 0123456789"
  })
  void what_is_not_there_is_told(String behind, String message) {
    assertThatThrownBy(() -> fetch(location() + behind))
        .isInstanceOf(ContextNotAvailable.class)
        .hasMessageContaining(message);
  }

  @Test
  void a_submodule_beside_the_repository_comes_with_the_same_key() throws Exception {
    assertThat(fetch(location() + "#modules").resolve("near/code")).hasContent("of the submodule");
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:///etc", "/etc", "ext::sh -c true", "ssh://-oProxyCommand=x/y"})
  void a_submodule_from_this_machine_or_by_a_program_is_refused(String url) throws Exception {
    LocalGit.git(repository, "checkout", "--quiet", "-B", "bad", "modules");
    modules(url);
    LocalGit.git(repository, "checkout", "--quiet", "main");
    assertThatThrownBy(() -> fetch(location() + "#bad"))
        .isInstanceOf(ContextNotAvailable.class)
        .hasMessageContaining("the submodule near");
  }

  @Test
  void a_server_that_is_not_known_is_refused_with_the_line_that_would_make_it_known()
      throws Exception {
    String line = server.knownHost().split(" ")[2];
    Files.delete(home.resolve("known_hosts"));
    assertThatThrownBy(() -> fetch(location()))
        .isInstanceOf(ContextNotAvailable.class)
        .hasMessageContaining("the server is not known")
        .hasMessageContaining("ssh-ed25519 " + line);
    assertThat(home.resolve("known_hosts")).doesNotExist();
    environment.put("GIT_SSH_COMMAND", "ssh -o StrictHostKeyChecking=no");
    assertThat(fetch(location()).resolve("file")).hasContent("second");
  }

  @Test
  void a_server_with_another_key_than_the_known_one_is_refused() throws Exception {
    Path other = server.key("other");
    Files.writeString(
        home.resolve("known_hosts"),
        "[127.0.0.1]:" + server.port() + " " + Files.readString(Path.of(other + ".pub")));
    environment.put("GIT_SSH_COMMAND", "ssh -o StrictHostKeyChecking=accept-new");
    assertThatThrownBy(() -> fetch(location()))
        .isInstanceOf(ContextNotAvailable.class)
        .hasMessageContaining("the server is not known");
  }

  @Test
  void a_key_that_the_server_does_not_take_is_told() throws Exception {
    Files.delete(home.resolve("id_ed25519"));
    assertThatThrownBy(() -> fetch(location()))
        .isInstanceOfSatisfying(
            ContextNotAvailable.class, it -> assertThat(it.hint().orElse("")).contains("--ssh"))
        .hasMessageContaining("the server takes none of the keys");
    environment.put(
        "GIT_SSH_COMMAND", "/usr/bin/ssh -i '" + server.userKey() + "' -o \"IdentitiesOnly yes\"");
    assertThat(fetch(location()).resolve("file")).hasContent("second");
  }

  @Test
  void the_key_of_an_agent_opens_a_server() throws Exception {
    Files.delete(home.resolve("id_ed25519"));
    Path socket = folder.resolve("agent");
    Process agent = new ProcessBuilder("ssh-agent", "-D", "-a", socket.toString()).start();
    try {
      while (!Files.exists(socket)) {
        Thread.sleep(20);
      }
      LocalSshd.run("env", "SSH_AUTH_SOCK=" + socket, "ssh-add", "-q", server.userKey().toString());
      environment.put("SSH_AUTH_SOCK", socket.toString());
      assertThat(fetch(location()).resolve("file")).hasContent("second");
    } finally {
      agent.destroy();
    }
  }

  @Test
  void a_host_of_the_users_configuration_is_reached_by_its_short_name() throws Exception {
    Files.writeString(
        home.resolve("config"), "Host store\n  HostName 127.0.0.1\n  Port " + server.port() + "\n");
    assertThat(fetch("root@store:" + repository + "#v1").resolve("file")).hasContent("first");
  }

  @Test
  void a_way_to_a_host_that_would_need_a_program_is_refused() throws Exception {
    Files.writeString(home.resolve("config"), "Host 127.*\n  ProxyCommand nc %h %p\n");
    assertThatThrownBy(() -> fetch(location()))
        .isInstanceOf(ContextNotAvailable.class)
        .hasMessageContaining(".ssh/config has a ProxyCommand");
  }

  @ParameterizedTest
  @CsvSource({
    "ssh -o ProxyCommand=x, cannot do -o ProxyCommand",
    "/bin/wrapper, cannot do /bin/wrapper",
    "ssh -i $HOME/key, with $",
    "ssh -W a:1, cannot do -W",
    "ssh -i, cannot do -i"
  })
  void what_a_command_asks_for_and_cannot_be_done_is_refused(String command, String message) {
    environment.put("GIT_SSH_COMMAND", command);
    assertThatThrownBy(() -> fetch(location()))
        .isInstanceOf(ContextNotAvailable.class)
        .hasMessageContaining("GIT_SSH_COMMAND")
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ssh://-oProxyCommand=x/y", "ssh://root:canary@host/y"})
  void an_option_for_a_host_and_a_password_are_refused(String location) {
    assertThatThrownBy(() -> fetch(location))
        .isInstanceOf(ContextNotAvailable.class)
        .message()
        .doesNotContain("canary");
  }

  private static String location() {
    return "ssh://" + server.address() + repository;
  }

  private Path fetch(String location) throws IOException, ContextNotAvailable {
    ContextContent content = new GitContextSource().fetch(request(location));
    return ((ContextContent.Directory) content).directory();
  }

  private ContextRequest request(String location) throws IOException {
    Path work = Files.createTempDirectory(folder, "work");
    return new ContextRequest(location, environment, InputStream.nullInputStream(), work, _ -> {});
  }
}
