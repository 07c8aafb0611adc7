package dev.kaniko.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaniko.e2e.builder.ExecutorProgram;
import dev.kaniko.e2e.process.Outcome;
import dev.kaniko.e2e.world.LocalRegistry;
import dev.kaniko.e2e.world.SharedWorld;
import dev.kaniko.e2e.world.TestWorld;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Where credentials for a registry that wants some can come from; and that none is shown. */
@ExtendWith(SharedWorld.class)
class CredentialsIT {
  private static final String AUTH =
      Base64.getEncoder()
          .encodeToString(
              (LocalRegistry.USER + ":" + LocalRegistry.PASSWORD).getBytes(StandardCharsets.UTF_8));

  private final TestWorld world;
  private final ExecutorProgram executor;
  private final Path folder;
  private Path guarded;
  private LocalRegistry registry;

  CredentialsIT(TestWorld world) {
    this.world = world;
    this.executor = new ExecutorProgram(world);
    this.folder = world.newFolder("credentials");
  }

  @BeforeEach
  void start() throws IOException {
    guarded = world.newFolder("guarded");
    registry = LocalRegistry.startWithPassword(guarded);
    Files.writeString(folder.resolve("Dockerfile"), "FROM scratch\nLABEL a=b\n");
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  @Test
  void a_login_that_the_registry_takes_serves_builds_until_the_logout() throws IOException {
    Path config = folder.resolve("docker/config.json");
    executor.with("DOCKER_CONFIG", config.getParent().toString());

    assertThat(login("wrong").output())
        .contains("Error: " + registry.address() + "/v2/: cannot log in: the answer is 401")
        .doesNotContain("wrong");
    assertThat(config).doesNotExist();
    assertThat(login(LocalRegistry.PASSWORD + "\n").outputOrFail())
        .isEqualTo(
            "Login Succeeded: the credentials for %s (which takes them) are in %s\n"
                .formatted(registry.address(), config));
    assertThat(Files.readString(config)).contains(AUTH);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(config)))
        .isEqualTo("rw-------");
    assertPushed(push("--credential-helpers="));

    assertThat(executor.run("logout", registry.address()).outputOrFail())
        .contains("were taken out of " + config);
    assertThat(executor.run("logout", registry.address()).outputOrFail())
        .startsWith("Not logged in to " + registry.address());
    assertRefused(push());
  }

  @Test
  void a_login_says_what_is_missing_and_asks_nobody_where_that_is_not_wanted() throws IOException {
    String[][] wrong = {
      {"login", "name the registry: HOST, HOST:PORT, or docker.io"},
      {"login a.b", "there is no user: give it as -u USER"},
      {"login -u me", "flag needs an argument: -u"},
      {"login -u me --password-stdin", "name the registry: HOST, HOST:PORT, or docker.io"},
      {"login a.b -u me", "there is no password: pipe it in with --password-stdin"},
      {"login a.b -u me --password-stdin", "the password is empty"},
      {"login a.b -u me -p x --password-stdin", "both give the password"},
      {"login word -u me -p x", "word is no registry: write HOST, HOST:PORT, or docker.io"},
      {"login a.b/team -u me -p x", "a.b/team is no registry: name the host alone, a.b"},
      {"login a.b --registry-mirror=x", "unknown flag: --registry-mirror"},
      {"logout", "name the registry: HOST, HOST:PORT, or docker.io"},
    };
    for (String[] line : wrong) {
      Outcome outcome = executor.run(line[0].split(" "));
      assertThat(outcome.output()).as(line[0]).contains("Error: ").contains(line[1]);
      assertThat(outcome.exitCode()).as(line[0]).isEqualTo(1);
    }
    executor.with("DOCKER_CONFIG", folder.resolve("unchecked").toString());
    assertThat(
            executor
                .run("login", "-u", "me", "-p", "canary", "--skip-login-check", "docker.io")
                .outputOrFail())
        .contains("index.docker.io (not checked)", "WARNING: others can see a password")
        .doesNotContain("canary");
    assertThat(folder.resolve("unchecked/config.json"))
        .content()
        .contains("https://index.docker.io/v1/");
  }

  @Test
  void variables_of_the_environment_serve_where_they_are_asked_and_are_in_no_image()
      throws IOException {
    executor
        .with("KANIKO_LOCALHOST_USER", LocalRegistry.USER)
        .with("KANIKO_LOCALHOST_PASSWORD", LocalRegistry.PASSWORD);
    assertPushed(push());
    try (Stream<Path> files = Files.walk(guarded.resolve("data"))) {
      assertThat(files.filter(Files::isRegularFile))
          .isNotEmpty()
          .allSatisfy(
              file ->
                  assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                      .doesNotContain(LocalRegistry.PASSWORD, AUTH));
    }
    assertPushed(push("--credential-helpers=env", "--credential-helpers=google"));
    assertRefused(push("--credential-helpers=gitlab,ecr"));
    assertRefused(push("--credential-helpers="));
    Outcome wrong = push("--credential-helpers=gitlb");
    assertThat(wrong.output()).contains("there is no gitlb (did you mean gitlab?)");
    assertThat(wrong.exitCode()).isEqualTo(1);
  }

  @Test
  void a_job_of_gitlabs_pushes_to_its_registry() {
    executor
        .with("CI_REGISTRY", registry.address())
        .with("CI_REGISTRY_USER", LocalRegistry.USER)
        .with("CI_REGISTRY_PASSWORD", LocalRegistry.PASSWORD);
    assertPushed(push("--credential-helpers=gitlab"));
    executor.with("CI_REGISTRY", "evil" + registry.address());
    assertRefused(push());
  }

  private Outcome login(String password) throws IOException {
    Path file = Files.writeString(folder.resolve("password"), password);
    return executor
        .reading(file)
        .run("login", registry.address(), "-u", LocalRegistry.USER, "--password-stdin");
  }

  private Outcome push(String... arguments) {
    String[] all = new String[arguments.length + 3];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    all[arguments.length] = "--context=" + folder;
    all[arguments.length + 1] = "--destination=" + registry.address() + "/team/app:1";
    all[arguments.length + 2] = "--verbosity=trace";
    return executor.build(all);
  }

  private static void assertPushed(Outcome outcome) {
    assertThat(outcome.outputOrFail())
        .contains("Built sha256:")
        .doesNotContain(LocalRegistry.PASSWORD, AUTH);
  }

  private static void assertRefused(Outcome outcome) {
    assertThat(outcome.output())
        .contains("the answer is 401", "there are no credentials for ")
        .doesNotContain(LocalRegistry.PASSWORD, AUTH);
    assertThat(outcome.exitCode()).isEqualTo(1);
  }
}
