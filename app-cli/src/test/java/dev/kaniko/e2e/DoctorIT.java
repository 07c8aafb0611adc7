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
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code executor doctor} on this machine and in containers of more and less rights. */
@ExtendWith(SharedWorld.class)
class DoctorIT {
  private static final Path IMAGES =
      Path.of(System.getProperty("basedir", "."), "target/image").toAbsolutePath().normalize();

  private final TestWorld world;

  DoctorIT(TestWorld world) {
    this.world = world;
  }

  @Test
  @Tag("R14")
  void on_this_machine_commands_run_in_namespaces() {
    ExecutorProgram executor = new ExecutorProgram(world);
    Outcome outcome =
        executor.run(
            "doctor",
            world.registry().address() + "/doctor/app",
            "--kaniko-dir=" + executor.workDirectory());
    assertThat(outcome.outputOrFail().lines())
        .contains(
            "ok    process: user 0, root",
            "ok    isolation: commands can have namespaces of their own",
            "ok    registry: GET http://"
                + world.registry().address()
                + "/v2/ is answered with 200: open to everybody",
            "ok    registry: a push to "
                + world.registry().address()
                + "/doctor/app:latest is allowed")
        .allMatch(line -> line.matches("(ok  |no  |note)  [a-z ]+: .+"))
        .anyMatch(line -> line.startsWith("ok    isolation: a build runs commands in namespaces"))
        .anyMatch(line -> line.startsWith("ok    work directory: " + executor.workDirectory()));
    assertThat(executor.leftovers()).isEmpty();
  }

  @Test
  @Tag("R14")
  @Tag("pod")
  void in_an_ordinary_container_commands_run_in_place() {
    Outcome outcome = container(List.of("--volume=" + world.newFolder("work") + ":/workspace:ro"));
    assertThat(outcome.outputOrFail().lines())
        .contains(
            "ok    isolation: this is a container of the executor's own image",
            "ok    root: / can be written to",
            "ok    isolation: commands can run in place, in this container's own root",
            "ok    isolation: a build runs commands in place")
        .anyMatch(line -> line.startsWith("no    isolation: roots cannot be overlays: "))
        .anyMatch(line -> line.startsWith("no    isolation: commands cannot have namespaces"))
        .anyMatch(line -> line.matches("note  root: mounted, .*: .*/workspace.*"))
        .anyMatch(line -> line.startsWith("ok    work directory: /kaniko/work, "));
  }

  @Test
  void in_a_container_without_root_no_command_runs() {
    Outcome outcome =
        container(
            List.of("--user=1000:1000", "--cap-drop=ALL", "--security-opt=no-new-privileges"));
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.output().lines())
        .contains(
            "note  process: user 1000, not root",
            "note  process: effective capabilities: none",
            "note  isolation: commands can run in place as the executor's own user only",
            "no    isolation: a build runs commands as user 1000 only, who may put no image's files"
                + " into /: a Dockerfile with RUN is refused, others work")
        .anyMatch(line -> line.startsWith("note  process: no_new_privs is set"));
  }

  @Test
  void in_a_container_whose_root_is_read_only_no_command_runs() {
    Outcome outcome =
        container(List.of("--read-only", "--tmpfs=/kaniko/work:mode=0700", "--tmpfs=/kaniko/tmp"));
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.output().lines())
        .contains(
            "no    root: / cannot be written to",
            "no    isolation: commands cannot run in place: the container's root cannot be written"
                + " to");
  }

  @Test
  void a_registry_that_wants_credentials_says_so_and_no_secret_is_shown() throws IOException {
    try (LocalRegistry closed = LocalRegistry.startWithPassword(world.newFolder("closed"))) {
      Path config = world.newFolder("login");
      String auth =
          Base64.getEncoder()
              .encodeToString(
                  (LocalRegistry.USER + ":not-the-password").getBytes(StandardCharsets.UTF_8));
      Files.writeString(
          config.resolve("config.json"),
          "{\"auths\": {\"%s\": {\"auth\": \"%s\"}}}".formatted(closed.address(), auth));
      Outcome outcome =
          container(
              List.of("--volume=" + config + ":/kaniko/.docker:ro", "--env=API_TOKEN=canary"),
              closed.address() + "/doctor/app");
      assertThat(outcome.outputOrFail())
          .contains("answered with 401: wants credentials")
          .containsPattern("no {4}registry: .*doctor/app.* 401")
          .contains("/kaniko/.docker/config.json has entries for " + closed.address())
          .contains("API_TOKEN")
          .doesNotContain(auth, "not-the-password", "canary");
    }
  }

  @Test
  void nobody_at_the_registrys_address_is_a_finding() {
    String nobody = "localhost:" + LocalRegistry.freePort();
    assertThat(container(List.of(), nobody).outputOrFail())
        .contains("no    registry: " + nobody + "/v2/: cannot get an answer: ");
  }

  @Test
  void what_it_does_not_know_is_refused() {
    assertThat(new ExecutorProgram(world).run("doctor", "--destination=x").output())
        .startsWith("Error: unknown flag: --destination");
    assertThat(new ExecutorProgram(world).run("doctor", "Registry/Name").exitCode()).isEqualTo(1);
    assertThat(new ExecutorProgram(world).run("doctor", "--isolation=none").output())
        .contains("--isolation must be auto, namespace or in-place, not none");
  }

  private Outcome container(List<String> options, String... arguments) {
    String said =
        world
            .engine()
            .docker("load", "--input", IMAGES.resolve("executor.tar").toString())
            .outputOrFail()
            .strip();
    String image = said.substring(said.lastIndexOf(": ") + 2);
    String[] command =
        Stream.of(
                List.of("run", "--rm", "--network=host"),
                options,
                List.of(image, "doctor"),
                List.of(arguments))
            .flatMap(List::stream)
            .toArray(String[]::new);
    return world.engine().docker(command);
  }
}
