package dev.kaniko.e2e.inplace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaniko.e2e.builder.BuildRequest;
import dev.kaniko.e2e.builder.ExecutorProgram;
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

/**
 * The distribution in a container of somebody's, whose files in-place builds would remove. What may
 * go wrong goes wrong in there: nothing here is ever started with --force outside of one.
 */
@ExtendWith(SharedWorld.class)
class ForeignContainerIT {
  /** Shows whether a file was touched, removed or added. */
  private static final String LIST =
      "find / -xdev -path /proc -prune -o -path /var/lib/kaniko -prune -o -path /var/lib -o -path"
          + " /tmp -prune -o -print | sort | cksum";

  private final TestWorld world;
  private final Pods pods;
  private final BuildRequest request;
  private final ImageName image;

  ForeignContainerIT(TestWorld world) {
    this.world = world;
    this.pods = new Pods(world);
    this.request = pods.ofCorpus("three-distributions");
    this.image = world.registry().image("foreign", "built");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--isolation=auto", "--isolation=in-place"})
  void without_force_nothing_is_touched(String flag) {
    Outcome outcome = run(List.of(), flag);
    assertThat(outcome.output())
        .contains(
            "this is not the executor's own image, and its files would be replaced by the image's")
        .contains("give up this container's files with --force")
        .contains("ended with 1\nuntouched\n");
  }

  /** Whatever marks of an engine it has, this could be a machine. */
  @ParameterizedTest
  @ValueSource(strings = {"--isolation=auto", "--isolation=in-place"})
  void not_even_force_helps_where_the_machine_s_processes_are_seen(String flag) {
    Outcome outcome = run(List.of("--pid=host"), flag, "--force");
    assertThat(outcome.output())
        .contains("this is no container, or one that sees the processes of its machine")
        .contains("ended with 1\nuntouched\n");
  }

  @Test
  void with_force_the_image_is_the_one_that_namespaces_make() {
    Instant start = Instant.now();
    assertThat(run(List.of(), "--force").output()).contains("ended with 0\n");
    pods.assertSameAsInNamespaces(request, image, start);
  }

  /** The tools that look at the container afterwards are not the container's. */
  private Outcome run(List<String> options, String... flags) {
    List<String> command = new ArrayList<>(options);
    command.add("--volume=" + new ExecutorProgram(world).distribution() + ":/opt/kaniko:ro");
    command.add("--volume=" + request.context() + ":/workspace:ro");
    command.add("--volume=/bin/busybox:/opt/busybox:ro");
    command.add("--entrypoint=/opt/busybox");
    command.add(world.registry().address() + "/debian");
    String script =
        """
        list() { %s; }
        before=$(list)
        status=0
        /opt/kaniko/bin/executor --destination=%s %s %s || status=$?
        echo "ended with $status"
        test "$(list)" != "$before" || echo untouched
        """
            .formatted(LIST, image, pods.flags(), String.join(" ", flags));
    command.addAll(List.of("sh", "-c", script));
    return pods.run(command.toArray(String[]::new));
  }
}
