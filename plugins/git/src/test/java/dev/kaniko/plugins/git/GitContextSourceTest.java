package dev.kaniko.plugins.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaniko.ports.context.ContextContent;
import dev.kaniko.ports.context.ContextNotAvailable;
import dev.kaniko.ports.context.ContextRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordingStream;
import org.eclipse.jgit.util.FS;
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
    "repo.git#main#123, behind the second # names no commit",
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
    "https://host/a.git?branch=main, true",
    "https://host/a.tar.gz?x=.git, false",
    "ssh://git@host/a, true",
    "git@host:a/b, true",
    "git@host:/a/b.git#main:sub, true",
    "user@example.org/a, false",
    "name:a, false",
    "-o@host:a, false",
    "https://host/a.tar.gz, false",
    "https://host/a.tar.gz#x.git, false",
    "/directory/repo.git, false"
  })
  void the_form_of_a_location_tells_whether_it_is_a_repository(String location, boolean is) {
    assertThat(new GitContextSource().serves(location)).isEqualTo(is);
  }

  @ParameterizedTest
  @CsvSource({
    "?branch=feature/x, third",
    "?tag=v1, first",
    "?ref=refs/heads/main, second",
    "?ref=v1&subdir=, first",
    "?branch=main#main, '',",
    "?mtime=commit, second"
  })
  void a_query_chooses_as_a_fragment_does(String query, String content) throws Exception {
    String at = "http://" + server.address() + "/repo.git" + query;
    if (content.isEmpty()) {
      assertThatThrownBy(() -> fetch(at)).hasMessageContaining("are both named");
    } else {
      assertThat(fetch(at).resolve("file")).hasContent(content);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "?depth=1, unexpected query \"depth\"",
    "?branch=a&branch=b, branch more than once",
    "?branch=a&tag=b, are both named",
    "?subdir=a#main:b, are both named",
    "?keep-git-dir=maybe, neither true nor false",
    "?mtime=now, neither checkout nor commit",
    "?checksum=main, its first digits",
    "?checksum=0123456, expected the commit 0123456",
    "?checksum=0123456&fetch-by-commit=1, all its 40 digits",
    "?tag=gone, does not have refs/tags/gone",
    "#--upload-pack=touch, has neither a branch nor a tag --upload-pack=touch"
  })
  void what_a_query_cannot_mean_is_refused(String query, String message) {
    assertThatThrownBy(() -> fetch("http://" + server.address() + "/repo.git" + query))
        .isInstanceOf(ContextNotAvailable.class)
        .hasMessageContaining(message);
  }

  @Test
  void a_branch_goes_before_a_tag_of_its_name() throws Exception {
    LocalGit.git(repository, "tag", "both", first);
    LocalGit.git(repository, "branch", "both", second);
    String at = "http://" + server.address() + "/repo.git";
    assertThat(fetch(at + "#both").resolve("file")).hasContent("second");
    assertThat(fetch(at + "?tag=both").resolve("file")).hasContent("first");
  }

  @Test
  void a_checksum_holds_a_name_to_its_commit() throws Exception {
    String at = "http://" + server.address() + "/repo.git";
    assertThat(fetch(at + "?checksum=" + second.substring(0, 9)).resolve("file"))
        .hasContent("second");
    assertThat(fetch(at + "?checksum=" + first).resolve("file")).hasContent("first");
    assertThat(fetch(at + "?fetch-by-commit=true&ref=main&checksum=" + first).resolve("file"))
        .hasContent("first");
    assertThatThrownBy(() -> fetch(at + "?ref=main&checksum=" + first))
        .isInstanceOf(ContextNotAvailable.class)
        .hasMessageContaining(
            "expected the commit " + first + ", but refs/heads/main is " + second);
  }

  @Test
  void the_revision_is_the_commit_and_is_told_without_fetching() throws Exception {
    String at = "git://" + server.address() + "/repo.git";
    for (String name : new String[] {"", "#main", "#" + second, "?branch=main"}) {
      assertThat(revision(at + name)).as(name).contains(second);
    }
    assertThat(revision(at + "#v1")).as("what an annotated tag stands on").contains(first);
    assertThatThrownBy(() -> revision(at + "#gone")).hasMessageContaining("a tag gone");
    assertThat(server.commands).isNotEmpty().allMatch(it -> it.equals("ls-refs"));
  }

  @Test
  void files_have_the_modes_of_git_and_the_time_of_the_commit_if_that_is_wanted() throws Exception {
    Path program = Files.writeString(repository.resolve("program"), "p");
    program.toFile().setExecutable(true);
    Files.createSymbolicLink(repository.resolve("link"), Path.of("program"));
    LocalGit.commit(repository, Map.of());
    long time = Long.parseLong(LocalGit.git(repository, "log", "-1", "--format=%ct"));
    Path context = fetch("git://" + server.address() + "/repo.git?mtime=commit");
    assertThat(mode(context.resolve("program"))).isEqualTo("rwxr-xr-x");
    assertThat(mode(context.resolve("file"))).isEqualTo("rw-r--r--");
    assertThat(mode(context.resolve("sub/deep"))).isEqualTo("rwxr-xr-x");
    assertThat(context.resolve("link")).isSymbolicLink();
    for (String name : new String[] {"program", "sub", "sub/deep/file", "link"}) {
      assertThat(Files.getLastModifiedTime(context.resolve(name), LinkOption.NOFOLLOW_LINKS))
          .as(name)
          .isEqualTo(FileTime.from(time, TimeUnit.SECONDS));
    }
  }

  @Test
  void a_git_directory_that_is_kept_is_one_that_git_can_use_and_holds_no_secret() throws Exception {
    server.user = "canary";
    Path context = fetch("git://canary@" + server.address() + "/repo.git?keep-git-dir=true&tag=v1");
    assertThat(LocalGit.git(context, "rev-parse", "HEAD")).isEqualTo(first);
    assertThat(LocalGit.git(context, "status", "--porcelain")).isEmpty();
    assertThat(LocalGit.git(context, "describe", "--tags")).isEqualTo("v1");
    assertThat(LocalGit.git(context, "remote", "get-url", "origin"))
        .isEqualTo("http://" + server.address() + "/repo.git");
    assertThat(LocalGit.git(context, "fsck")).isEmpty();
    String host = InetAddress.getLocalHost().getHostName();
    try (Stream<Path> files = Files.walk(context.resolve(".git"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain("canary")
            .doesNotContain(host);
      }
    }
  }

  @Test
  void no_program_is_run() throws Exception {
    List<String> programs = Collections.synchronizedList(new ArrayList<>());
    try (RecordingStream events = new RecordingStream()) {
      events.enable("jdk.ProcessStart");
      events.onEvent("jdk.ProcessStart", event -> programs.add(event.getString("command")));
      events.startAsync();
      fetch("git://" + server.address() + "/repo.git?keep-git-dir=true");
      new ProcessBuilder("true").start().waitFor();
      events.stop();
    }
    assertThat(programs).contains("true");
    assertThat(programs).allMatch(it -> it.equals("true") || it.equals("git http-backend"));
  }

  @Test
  void a_certificate_that_nobody_signed_is_refused_unless_any_will_do() throws Exception {
    try (LocalGit other = LocalGit.selfSigned(folder.resolve("server"))) {
      String location = "https://" + other.address() + "/repo.git";
      assertThatThrownBy(() -> fetch(location)).isInstanceOf(IOException.class);
      assertThat(other.authorizations).isEmpty();
      environment.put("GIT_SSL_NO_VERIFY", "true");
      assertThat(fetch(location).resolve("file")).hasContent("second");
    }
  }

  @Test
  void the_file_system_is_not_measured_with_files_beside_those_of_the_repository()
      throws Exception {
    fetch("git://" + server.address() + "/repo.git");
    assertThat(FS.FileStoreAttributes.get(folder).getFsTimestampResolution())
        .isEqualTo(Duration.ofMillis(10));
  }

  @Test
  void submodules_can_be_left_out() throws Exception {
    Path near = server.repository("near.git");
    LocalGit.commit(near, Map.of("code", "c"));
    LocalGit.git(repository, "submodule", "--quiet", "add", near.toString(), "near");
    LocalGit.commit(repository, Map.of());
    Path context = fetch("git://" + server.address() + "/repo.git?submodules=false");
    assertThat(context.resolve("near")).isEmptyDirectory();
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private Optional<String> revision(String location) throws IOException, ContextNotAvailable {
    return new GitContextSource().revision(request(location));
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
    ContextContent content = new GitContextSource().fetch(request(location));
    return ((ContextContent.Directory) content).directory();
  }

  private ContextRequest request(String location) throws IOException {
    Path work = Files.createTempDirectory(folder, "work");
    return new ContextRequest(location, environment, InputStream.nullInputStream(), work, _ -> {});
  }
}
