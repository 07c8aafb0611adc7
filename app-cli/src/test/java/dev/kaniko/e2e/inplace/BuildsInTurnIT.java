package dev.kaniko.e2e.inplace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaniko.e2e.builder.BuildRequest;
import dev.kaniko.e2e.image.ImageName;
import dev.kaniko.e2e.world.SharedWorld;
import dev.kaniko.e2e.world.TestWorld;
import java.time.Instant;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Builds that somebody starts by hand, one after the other, in the debug image's shell. */
@ExtendWith(SharedWorld.class)
class BuildsInTurnIT {
  private final TestWorld world;
  private final Pods pods;

  BuildsInTurnIT(TestWorld world) {
    this.world = world;
    this.pods = new Pods(world);
  }

  /** The shell is in a directory that the first build removes. */
  @ParameterizedTest
  @ValueSource(strings = {"", "--cleanup"})
  void two_builds_in_one_container_are_as_good_as_each_alone(String flag) {
    BuildRequest first = pods.ofCorpus("three-distributions");
    BuildRequest second = pods.ofCorpus("stages-in-turns");
    ImageName one = world.registry().image("turns", "first");
    ImageName two = world.registry().image("turns", "second");
    Instant start = Instant.now();
    String said =
        pods.run(
                "--volume=" + first.context() + ":/contexts/first:ro",
                "--volume=" + second.context() + ":/contexts/second:ro",
                "--entrypoint=/busybox/sh",
                pods.debug().image(),
                "-ec",
                build("first", one, flag)
                    + build("second", two, flag)
                    + "echo last: $(ls / | sort | tr '\\n' ' ')")
            .outputOrFail();
    pods.assertSameAsInNamespaces(first, one, start);
    pods.assertSameAsInNamespaces(second, two, start);
    if (flag.isEmpty()) {
      assertThat(said).containsPattern("last: bin busybox contexts dev .*links .*sides .*tmp");
    } else {
      assertThat(said).contains("last: busybox contexts dev etc kaniko proc sys\n");
    }
  }

  private String build(String context, ImageName name, String flag) {
    return "/kaniko/executor --context=dir:///contexts/%s --destination=%s %s %s\n"
        .formatted(context, name, pods.flags(), flag);
  }
}
