package dev.kaniko.e2e.inplace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaniko.e2e.builder.BuildRequest;
import dev.kaniko.e2e.builder.ContainerBuilder;
import dev.kaniko.e2e.image.ImageName;
import dev.kaniko.e2e.process.Outcome;
import dev.kaniko.e2e.world.SharedWorld;
import dev.kaniko.e2e.world.TestWorld;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The executor as a user without any right, as clusters that restrict pods start it. */
@ExtendWith(SharedWorld.class)
class WithoutRootIT {
  private static final List<String> RESTRICTED =
      List.of("--user=1000:1000", "--cap-drop=ALL", "--security-opt=no-new-privileges");

  private final TestWorld world;
  private final Pods pods;
  private final ContainerBuilder restricted;

  WithoutRootIT(TestWorld world) {
    this.world = world;
    this.pods = new Pods(world);
    this.restricted = pods.executor().with(RESTRICTED.toArray(String[]::new));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "add-archives",
        "add-archive-with-flags",
        "add-zstd-archive",
        "base-only",
        "config-inherited-and-overridden",
        "copy-capabilities",
        "copy-chmod",
        "copy-from-image",
        "copy-from-layered-image",
        "copy-special-names",
        "joined-without-commands",
        "scratch-empty"
      })
  void a_dockerfile_without_commands_becomes_what_root_makes_of_it(String name) {
    BuildRequest request = pods.ofCorpus(name);
    ImageName image = world.registry().image("restricted-" + name, "restricted");
    Instant start = Instant.now();
    restricted.push(request, image).outputOrFail();
    pods.assertSameAsInNamespaces(request, image, start);
  }

  @Test
  void a_command_is_refused_before_the_build_begins() {
    Outcome outcome =
        restricted.push(
            pods.ofDockerfile("ARG REGISTRY\nFROM $REGISTRY/busybox\nCOPY . /\n\nRUN true\n"),
            world.registry().image("restricted", "run"));
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.output())
        .containsPattern(
            "error building image: Dockerfile:5: RUN: commands can be run neither in namespaces"
                + " \\(.+\\) nor in place \\(the executor does not run as root\\)")
        .doesNotContain("FROM $REGISTRY/busybox\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"namespace", "in-place"})
  void a_mode_that_is_asked_for_in_vain_is_refused_with_the_reason(String isolation) {
    BuildRequest request = pods.ofDockerfile("FROM scratch\nCOPY . /\n");
    List<String> command = new ArrayList<>(RESTRICTED);
    command.add("--volume=" + request.context() + ":/workspace:ro");
    command.add(restricted.image());
    command.add("--no-push");
    command.add("--isolation=" + isolation);
    Outcome outcome = pods.run(command.toArray(String[]::new));
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.output().lines().toList().getLast())
        .isEqualTo(
            switch (isolation) {
              case "namespace" ->
                  "error building image: --isolation=namespace: this machine does not allow it:"
                      + " could not make a PID namespace: operation not permitted (errno 1) (give"
                      + " the container CAP_SYS_ADMIN, or leave the flag out)";
              default ->
                  "error building image: commands are not run in place here: the executor does not"
                      + " run as root (let the container run as its user 0)";
            });
  }
}
