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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** JGit against git's own server. */
class GitContextSourceTest {
  @TempDir Path folder;
  private final Map<String, String> environment = new HashMap<>(Map.of("GIT_PULL_METHOD", "http"));
  private LocalGit server;
  private Path repository;
  private String first;
  private String second;

  @BeforeEach
  void start() throws IOException {
    server = new LocalGit(folder.resolve("server"));
    repository = server.repository("repo.git");
    first = LocalGit.commit(repository, Map.of("file", "first", "sub/deep/file", "below"));
    LocalGit.git(repository, "tag", "--annotate", "--message=t", "v1");
    second = LocalGit.commit(repository, Map.of("file", "second"));
    LocalGit.git(repository, "checkout", "--quiet", "-b", "feature/x");
    LocalGit.commit(repository, Map.of("file", "third"));
    LocalGit.git(repository, "checkout", "--quiet", "main");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "'', second",
    "#main, second",
    "#feature/x, third",
    "#refs/heads/feature/x, third",
    "#v1, first",
    "#refs/tags/v1, first",
    "#HEAD, second"
  })
  void what_is_behind_the_hash_chooses_the_files(String fragment, String content) throws Exception {
    Path context = fetch("git://" + server.address() + "/repo.git" + fragment);
    assertThat(context.resolve("file")).hasContent(content);
    assertThat(context.resolve("sub/deep/file")).hasContent("below");
    assertThat(context.resolve(".git")).doesNotExist();
  }

  @Test
  void a_commit_is_fetched_whether_a_branch_ends_at_it_or_not() throws Exception {
    String at = "git://" + server.address() + "/repo.git#";
    assertThat(fetch(at + second).resolve("file")).hasContent("second");
    assertThat(fetch(at + first).resolve("file")).hasContent("first");
    assertThat(fetch(at + "refs/heads/main#" + first).resolve("file")).hasContent("first");
  }

  @Test
  void a_directory_behind_the_colon_is_the_context() throws Exception {
    String at = "http://" + server.address() + "/repo.git#";
    assertThat(fetch(at + "main:sub/deep").resolve("file")).hasContent("below");
    assertThat(fetch(at + ":sub").resolve("deep/file")).hasContent("below");
  }

  @Test
  void a_directory_that_leads_out_of_the_repository_is_not_there() throws Exception {
    Files.createSymbolicLink(repository.resolve("out"), folder);
    Files.createSymbolicLink(repository.resolve("in"), Path.of("sub/deep"));
    LocalGit.commit(repository, Map.of());
    String at = "git://" + server.address() + "/repo.git#main:";
    for (String directory : new String[] {"..", "../..", "sub/../../..", "out", "out/server"}) {
      assertThatThrownBy(() -> fetch(at + directory))
          .isInstanceOf(ContextNotAvailable.class)
          .hasMessageContaining("has no directory " + directory);
    }
    assertThat(fetch(at + "in").resolve("file")).hasContent("below");
  }

  @ParameterizedTest
  @CsvSource({
    "repo.git#gone, has neither a branch nor a tag gone",
    "repo.git#refs/heads/gone, refs/heads/gone",
    "repo.git#main#123, names no commit behind the #",
    "repo.git#0123456789012345678901234567890123456789, has no commit 0123456789",
    "gone.git, not found"
  })
  void what_is_not_there_is_told(String path, String message) {
    assertThatThrownBy(() -> fetch("git://" + server.address() + "/" + path))
        .isInstanceOf(ContextNotAvailable.class)
        .hasMessageContaining(message);
  }

  @Test
  void a_token_opens_a_repository_and_its_absence_is_told() throws Exception {
    server.user = "canary";
    String at = server.address() + "/repo.git";
    assertThatThrownBy(() -> fetch("git://" + at))
        .isInstanceOfSatisfying(
            ContextNotAvailable.class, it -> assertThat(it.hint().orElse("")).contains("GIT_TOKEN"))
        .hasMessage("http://" + at + ": not authorized");
    assertThat(fetch("git://canary@" + at).resolve("file")).hasContent("second");
    environment.put("GIT_TOKEN", "canary");
    assertThat(fetch("git://" + at).resolve("file")).hasContent("second");
    environment.put("GIT_TOKEN", "wrong-canary");
    assertThatThrownBy(() -> fetch("git://" + at))
        .isInstanceOfSatisfying(
            ContextNotAvailable.class, it -> assertThat(it.hint().orElse("")).contains("valid"))
        .message()
        .doesNotContain("canary");
  }

  @Test
  void a_token_of_the_environment_is_not_for_plain_http_unasked() throws Exception {
    server.user = "canary";
    environment.put("GIT_TOKEN", "canary");
    environment.remove("GIT_PULL_METHOD");
    assertThatThrownBy(() -> fetch("http://" + server.address() + "/repo.git"))
        .hasMessageContaining("not authorized");
    assertThat(server.authorizations).containsOnly("null");
  }

  @Test
  void a_redirect_to_another_server_takes_no_credentials_along() throws Exception {
    environment.put("GIT_TOKEN", "canary");
    try (LocalGit other = new LocalGit(folder.resolve("server"))) {
      server.user = "canary";
      server.redirect = "http://" + other.address();
      try {
        fetch("git://" + server.address() + "/repo.git");
      } catch (IOException | ContextNotAvailable refused) {
        assertThat(refused).message().doesNotContain("canary");
      }
      assertThat(server.authorizations).anyMatch(it -> it.startsWith("Basic "));
      assertThat(other.authorizations).allMatch(it -> it.equals("null"));
    }
  }

  @Test
  void submodules_are_there_and_another_server_gets_no_credentials_for_one() throws Exception {
    try (LocalGit other = new LocalGit(folder.resolve("other"))) {
      Path foreign = other.repository("lib.git");
      LocalGit.commit(foreign, Map.of("code", "of the other"));
      Path near = server.repository("near.git");
      LocalGit.commit(near, Map.of("code", "of the same"));
      LocalGit.git(repository, "submodule", "--quiet", "add", near.toString(), "near");
      LocalGit.git(repository, "submodule", "--quiet", "add", foreign.toString(), "far");
      modules("../near.git", "http://" + other.address() + "/lib.git");
      server.user = "canary";
      environment.put("GIT_TOKEN", "canary");
      Path context = fetch("git://" + server.address() + "/repo.git");
      assertThat(context.resolve("near/code")).hasContent("of the same");
      assertThat(context.resolve("far/code")).hasContent("of the other");
      assertThat(context.resolve("far/.git")).doesNotExist();
      assertThat(other.authorizations).isNotEmpty().allMatch(it -> it.equals("null"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/etc", "file:///etc", "../../../../etc", "ssh://host/x.git", "ext::sh -c true"})
  void a_submodule_from_this_machine_or_by_a_program_is_refused(String url) throws Exception {
    Path near = server.repository("near.git");
    LocalGit.commit(near, Map.of("code", "c"));
    LocalGit.git(repository, "submodule", "--quiet", "add", near.toString(), "near");
    Files.writeString(
        repository.resolve(".gitmodules"), "[submodule \"near\"]\npath = near\nurl = " + url);
    LocalGit.commit(repository, Map.of());
    assertThatThrownBy(() -> fetch("git://" + server.address() + "/repo.git"))
        .isInstanceOf(ContextNotAvailable.class)
        .hasMessageContaining("the submodule near");
  }

  @ParameterizedTest
  @CsvSource({
    "git://host/repo, true",
    "https://host/a/repo.git, true",
    "https://host/a/repo.git#main:sub, true",
    "https://host/a.tar.gz, false",
    "https://host/a.tar.gz#x.git, false",
    "/directory/repo.git, false"
  })
  void the_form_of_a_location_tells_whether_it_is_a_repository(String location, boolean is) {
    assertThat(new GitContextSource(Map.of()).serves(location)).isEqualTo(is);
  }

  private void modules(String near, String far) throws IOException {
    Files.writeString(
        repository.resolve(".gitmodules"),
        """
        [submodule "near"]
        path = near
        url = %s
        [submodule "far"]
        path = far
        url = %s
        """
            .formatted(near, far));
    LocalGit.commit(repository, Map.of());
  }

  private Path fetch(String location) throws IOException, ContextNotAvailable {
    Path work = Files.createTempDirectory(folder, "work");
    ContextRequest request =
        new ContextRequest(location, environment, InputStream.nullInputStream(), work, _ -> {});
    ContextContent content = new GitContextSource(environment).fetch(request);
    return ((ContextContent.Directory) content).directory();
  }
}
