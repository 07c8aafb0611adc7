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
  void commands_of_the_executors_own_user_make_what_they_make_where_root_builds() {
    BuildRequest request = pods.ofCorpus("run-as-one-user");
    ImageName image = world.registry().image("restricted-run-as-one-user", "restricted");
    Instant start = Instant.now();
    Outcome outcome = withDirectories().push(request, image);
    outcome.outputOrFail();
    assertThat(outcome.output()).contains("Isolation: in place, as user 1000");
    pods.assertSameAsInNamespaces(request, image, start);
  }

  @Test
  void after_a_build_the_container_has_no_file_of_an_image() {
    BuildRequest request = pods.ofCorpus("run-as-one-user");
    String build =
        "/kaniko/executor --no-push --context=/workspace --build-arg=REGISTRY="
            + world.registry().address()
            + " --insecure-registry="
            + world.registry().address();
    String look =
        "find / -xdev -path /proc -prune -o -path /kaniko -prune -o -exec stat -c '%n %A %u:%g %Y'"
            + " {} +";
    List<String> command = new ArrayList<>(RESTRICTED);
    command.add("--volume=" + request.context() + ":/workspace:ro");
    command.add("--entrypoint=/busybox/sh");
    command.add(pods.withDirectories(pods.debug(), "debug").image());
    command.add("-c");
    // The first build takes away what user 1000 may; what the second one leaves is as before.
    command.add(
        build
            + " && "
            + look
            + " > /kaniko/before && "
            + build
            + " && "
            + look
            + " > /kaniko/after && cmp /kaniko/before /kaniko/after && cat /kaniko/after");
    Outcome outcome = pods.run(command.toArray(String[]::new));
    outcome.outputOrFail();
    assertThat(outcome.output().lines())
        .anyMatch(line -> line.matches("/home drwxr-xr-x 1000:1000 [0-9]+"))
        .noneMatch(line -> line.matches("/(home|bin|srv)/[^ ]+ [^ ]+ [0-9]+:[0-9]+ [0-9]+"));
  }

  @Test
  void a_command_of_root_is_refused_before_the_build_begins() {
    assertRefused(
        restricted,
        "COPY . /\n\nRUN true\n",
        "Dockerfile:5: RUN: its user is 0:0, and the executor, which is not root, can run commands"
            + " as its own user 1000:1000 only (put USER 1000:1000 before it, or let the container"
            + " run as user 0)");
  }

  @Test
  void commands_of_another_user_or_with_other_groups_are_refused() {
    assertRefused(
        withDirectories(),
        "ARG WHO=33\nUSER $WHO\nRUN true\nUSER alice\nRUN true\n",
        "Dockerfile:5: RUN: its user is 33:33, and the executor, which is not root, can run"
            + " commands as its own user 1000:1000 only (put USER 1000:1000 before it, or let the"
            + " container run as user 0)",
        "Dockerfile:7: RUN: its user is also in the groups 50, 44, which the executor is not in and"
            + " cannot give (write USER 1000:1000, or start the container with these groups as"
            + " well)");
  }

  @Test
  void a_base_that_has_no_place_in_the_container_is_refused() {
    assertRefused(
        restricted,
        "USER 1000:1000\nRUN true\n",
        "Dockerfile:4: RUN: user 1000 cannot lay the image's files into this container: /var/run:"
            + " the container's own, which cannot be removed; /bin, /home, /root and 2 more: not"
            + " to be made in / (owner 0:0, mode 0755)");
  }

  @Test
  void a_copy_that_has_no_place_in_the_container_is_refused_before_it_is_made() {
    assertRefused(
        withDirectories(),
        "USER 1000:1000\nWORKDIR /elsewhere/deep\nRUN true\n",
        "Dockerfile:5: RUN: user 1000 cannot lay the image's files into this container: /elsewhere:"
            + " not to be made in / (owner 0:0, mode 0755)");
  }

  private void assertRefused(ContainerBuilder executor, String instructions, String... problems) {
    Outcome outcome =
        executor.push(
            pods.ofDockerfile("ARG REGISTRY\nFROM $REGISTRY/busybox\n" + instructions),
            world.registry().image("restricted", "refused"));
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.output()).contains(problems).doesNotContain("[1/").doesNotContain("done in");
  }

  /** The executor's image with directories of user 1000's. */
  private ContainerBuilder withDirectories() {
    return pods.withDirectories(pods.executor(), "executor")
        .with(RESTRICTED.toArray(String[]::new));
  }

  @Test
  void namespaces_that_are_asked_for_in_vain_are_refused_with_the_reason() {
    BuildRequest request = pods.ofDockerfile("FROM scratch\nCOPY . /\n");
    List<String> command = new ArrayList<>(RESTRICTED);
    command.add("--volume=" + request.context() + ":/workspace:ro");
    command.add(restricted.image());
    command.add("--no-push");
    command.add("--isolation=namespace");
    Outcome outcome = pods.run(command.toArray(String[]::new));
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.output().lines().toList().getLast())
        .isEqualTo(
            "error building image: --isolation=namespace: this machine does not allow it:"
                + " could not make a PID namespace: operation not permitted (errno 1) (give"
                + " the container CAP_SYS_ADMIN, or leave the flag out)");
  }
}
