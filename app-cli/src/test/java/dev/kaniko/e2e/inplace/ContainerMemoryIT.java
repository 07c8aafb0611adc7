package dev.kaniko.e2e.inplace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaniko.e2e.builder.BuildRequest;
import dev.kaniko.e2e.image.ImageName;
import dev.kaniko.e2e.process.Outcome;
import dev.kaniko.e2e.world.SharedWorld;
import dev.kaniko.e2e.world.TestWorld;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Builds that are large, where the kernel ends what takes more memory than the pod may have. */
@ExtendWith(SharedWorld.class)
class ContainerMemoryIT {
  private static final String LIMIT = "--memory=512m";

  private final TestWorld world;
  private final Pods pods;

  ContainerMemoryIT(TestWorld world) {
    this.world = world;
    this.pods = new Pods(world);
  }

  @Test
  void a_layer_may_be_larger_than_the_memory() {
    build(
        "large-layer",
        """
        ARG REGISTRY
        FROM $REGISTRY/busybox
        RUN head -c 600000000 /dev/urandom > /large
        """);
  }

  @Test
  void a_hundred_thousand_files_may_be_compared_again_and_again() {
    build(
        "many-files",
        """
        ARG REGISTRY
        FROM $REGISTRY/busybox
        RUN for d in $(seq 100); do mkdir -p /many/$d; cd /many/$d; seq 1000 | xargs touch; done
        RUN echo 2 > /many/2/step
        RUN echo 3 > /many/3/step
        RUN echo 4 > /many/4/step
        RUN rm -r /many/5
        RUN echo 6 > /many/6/step
        """);
  }

  private void build(String name, String dockerfile) {
    BuildRequest request = pods.ofDockerfile(dockerfile);
    ImageName image = world.registry().image("memory", name);
    Outcome outcome = pods.executor().with(LIMIT, "--memory-swap=512m").push(request, image);
    assertThat(outcome.outputOrFail()).contains("Pushed " + image.registry());
  }
}
