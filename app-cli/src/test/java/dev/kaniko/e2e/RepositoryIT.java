package dev.kaniko.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaniko.e2e.builder.ExecutorProgram;
import dev.kaniko.e2e.process.Outcome;
import dev.kaniko.e2e.process.Program;
import dev.kaniko.e2e.world.GitServer;
import dev.kaniko.e2e.world.SharedWorld;
import dev.kaniko.e2e.world.TestWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Git repositories, and images in files, where a Dockerfile or a flag names them. */
@ExtendWith(SharedWorld.class)
class RepositoryIT {
  private static final String FROM = "ARG REGISTRY\nFROM ${REGISTRY}/busybox\n";

  private final TestWorld world;
  private final ExecutorProgram executor;
  private final Path context;
  private final Path repository;
  private String first;
  private GitServer server;

  RepositoryIT(TestWorld world) {
    this.world = world;
    this.executor = new ExecutorProgram(world);
    this.context = world.newFolder("context");
    this.repository = world.newFolder("repositories").resolve("repo.git");
  }

  @BeforeEach
  void start() throws IOException {
    server = new GitServer(repository.getParent(), "canary");
    Path below = Files.createDirectories(repository.resolve("sub"));
    GitServer.git(repository, "init", "--quiet", "--initial-branch=main");
    Files.writeString(below.resolve("file"), "first");
    Files.writeString(repository.resolve("program"), "#!/bin/sh\n");
    repository.resolve("program").toFile().setExecutable(true);
    Files.writeString(below.resolve("Dockerfile"), FROM + "COPY file /\nRUN cat /file\n");
    GitServer.git(repository, "add", "--all");
    GitServer.git(repository, "commit", "--quiet", "--message=m");
    first = GitServer.git(repository, "rev-parse", "HEAD");
    GitServer.git(repository, "checkout", "--quiet", "-b", "other");
    Files.writeString(below.resolve("file"), "second");
    GitServer.git(repository, "commit", "--quiet", "--all", "--message=m");
    GitServer.git(repository, "checkout", "--quiet", "main");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void a_repository_is_a_context_of_which_the_flag_git_chooses_the_branch() {
    String location = "--context=" + location();
    assertThat(build(location + "#:sub").outputOrFail()).contains("first");
    assertThat(build(location + "#:sub", "--git=branch=other", "--git", "depth=1").outputOrFail())
        .contains("second");
    Outcome twice = build(location + "#main:sub", "--git=branch=other");
    assertThat(twice.output())
        .contains("ref: main and other are both named")
        .doesNotContain("canary");
    assertThat(twice.exitCode()).isEqualTo(1);
    assertThat(build("--context=" + context, "--git=branch=other").output())
        .contains("Error: --git is for a context in a Git repository");
    assertThat(build(location, "--git=brunch=other").output())
        .contains("--git brunch is not known");
  }

  @Test
  @Tag("F17")
  void add_takes_a_directory_of_a_repository_with_the_modes_of_git_and_nothing_of_its_user()
      throws IOException {
    dockerfile(
        "ADD ${REPOSITORY}#other:sub /other/",
        "ADD --keep-git-dir=true --chown=7:8 ${REPOSITORY} /kept",
        "RUN cat /other/file && [ ! -e /other/.git ] && cat /kept/.git/HEAD",
        "RUN stat -c '%a %u:%g %n' /other/file /kept/program /kept/sub",
        "RUN ! grep -r cana[r]y /kept /other");
    Path image = world.newFolder("image").resolve("image.tar");
    Outcome outcome = build("--context=" + context, "--tar-path=" + image, "--verbosity=trace");
    assertThat(outcome.outputOrFail())
        .contains("second")
        .contains(first)
        .contains("644 0:0 /other/file\n755 7:8 /kept/program\n755 7:8 /kept/sub")
        .doesNotContain("canary");
    assertThat(Program.of("tar", "-xOf", image.toString()).run().outputOrFail())
        .contains("http://xxxxx@")
        .doesNotContain("canary");
  }

  @Test
  void a_token_of_the_environment_is_not_for_a_server_that_only_the_dockerfile_names()
      throws IOException {
    String plain = "git://" + server.address() + "/repo.git";
    executor.with("GIT_TOKEN", "canary").with("GIT_PULL_METHOD", "http");
    dockerfile("ADD " + plain + " /a", "RUN cat /a/sub/file");
    Outcome refused = build("--context=" + context);
    assertThat(refused.output()).contains("not authorized").contains("Dockerfile:3");
    assertThat(build("--context=" + context, "--build-context=known=" + plain).outputOrFail())
        .contains("first");
  }

  @Test
  @Tag("F17")
  @Tag("F18")
  void a_checksum_of_a_repository_is_its_commit() throws IOException {
    dockerfile("ADD --checksum=" + first + " ${REPOSITORY} /a", "RUN cat /a/sub/file");
    assertThat(build("--context=" + context).outputOrFail()).contains("first");
    dockerfile("ADD --checksum=" + first + " ${REPOSITORY}#other /a");
    Outcome outcome = build("--context=" + context);
    assertThat(outcome.output()).contains("Dockerfile:3").contains("expected the commit " + first);
    assertThat(outcome.exitCode()).isEqualTo(1);
  }

  @Test
  void what_cannot_be_meant_of_a_repository_is_refused_with_its_line() throws IOException {
    dockerfile("ADD --keep-git-dir=true ${REPOSITORY}?keep-git-dir=false /a");
    assertThat(build("--context=" + context).output())
        .contains("Dockerfile:3")
        .contains("--keep-git-dir: the location says keep-git-dir itself");
    dockerfile("ADD --keep-git-dir=true Dockerfile /a");
    assertThat(build("--context=" + context).output())
        .contains("--keep-git-dir is for Git repositories");
    dockerfile("ADD ${REPOSITORY}#main:../.. /a");
    assertThat(build("--context=" + context).output()).contains("has no directory ../..");
  }

  @Test
  void a_repository_that_has_not_changed_is_not_fetched_for_a_cached_layer() throws IOException {
    dockerfile("ADD ${REPOSITORY} /a");
    String[] cached = {
      "--context=" + context, "--cache", "--cache-repo=oci:" + world.newFolder("cache")
    };
    build(cached).outputOrFail();
    long fetches = server.fetches();
    assertThat(fetches).isPositive();
    assertThat(build(cached).outputOrFail()).contains("Using caching version of cmd: ADD");
    assertThat(server.fetches()).isEqualTo(fetches);
    Files.writeString(repository.resolve("sub/file"), "changed");
    GitServer.git(repository, "commit", "--quiet", "--all", "--message=m");
    assertThat(build(cached).outputOrFail()).doesNotContain("Using caching version of cmd: ADD");
  }

  @Test
  @Tag("L29")
  void names_of_the_command_line_stand_for_repositories_and_for_images_in_files()
      throws IOException {
    Path made = world.newFolder("made");
    dockerfile("ENV WHO=base", "RUN echo of the base > /base");
    build(
            "--context=" + context,
            "--destination=made:1",
            "--oci-layout-path=" + made.resolve("layout"),
            "--tar-path=" + made.resolve("base.tar"))
        .outputOrFail();
    Files.writeString(
        context.resolve("Dockerfile"),
        """
        FROM layout AS one
        RUN echo "$WHO" >> /base
        FROM archive
        COPY --from=one /base /one
        COPY --from=git sub/file /two
        RUN cat /one /two && echo "$WHO $(cat /base)"
        """);
    Outcome outcome =
        build(
            "--context=" + context,
            "--build-context=layout=oci-layout://" + made.resolve("layout"),
            "--build-context=archive=docker-archive:" + made.resolve("base.tar"),
            "--build-context=git=" + location() + "#other");
    assertThat(outcome.outputOrFail())
        .contains("of the base\nbase\nsecond")
        .contains("base of the base");
    assertThat(outcome.output()).doesNotContain("canary");
    Outcome unknown =
        build(
            "--context=" + context,
            "--build-context=archive=docker-archive:" + made.resolve("base.tar"),
            "--build-context=layout=oci-layout://" + made.resolve("layout") + ":gone");
    assertThat(unknown.output()).contains("has no image gone").contains("Dockerfile:1");
    assertThat(build("--build-context=a=target:b").output())
        .contains("unsupported context source target for a");
  }

  private String location() {
    return "http://canary@" + server.address() + "/repo.git";
  }

  private void dockerfile(String... lines) throws IOException {
    String text = FROM + String.join("\n", lines) + "\n";
    Files.writeString(context.resolve("Dockerfile"), text.replace("${REPOSITORY}", location()));
  }

  private Outcome build(String... arguments) {
    String[] all = new String[arguments.length + 1];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    all[arguments.length] = "--no-push";
    return executor.build(all);
  }
}
