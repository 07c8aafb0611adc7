package dev.kaniko.e2e.inplace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaniko.e2e.builder.BuildRequest;
import dev.kaniko.e2e.builder.ContainerBuilder;
import dev.kaniko.e2e.image.ImageName;
import dev.kaniko.e2e.image.ImageReader;
import dev.kaniko.e2e.world.SharedWorld;
import dev.kaniko.e2e.world.TestWorld;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedWorld.class)
class KilledBuildIT {
  private static final int MOMENTS = 10;
  private static final Duration TIME_TO_BEGIN = Duration.ofSeconds(60);
  private static final Duration TIME_TO_END = Duration.ofSeconds(5);

  private final TestWorld world;
  private final Pods pods;
  private final ContainerBuilder executor;
  private final BuildRequest request;

  KilledBuildIT(TestWorld world) {
    this.world = world;
    this.pods = new Pods(world);
    this.executor = pods.executor();
    this.request =
        pods.ofDockerfile(
            """
            ARG REGISTRY
            FROM $REGISTRY/busybox AS first
            RUN head -c 8000000 /dev/urandom > /first
            FROM $REGISTRY/merged-usr
            COPY --from=first /first /
            RUN (trap '' TERM; sleep 1000) & head -c 8000000 /dev/urandom > /second
            RUN head -c 8000000 /dev/urandom > /third
            """);
  }

  @Test
  void a_build_that_is_killed_leaves_no_tag_that_cannot_be_pulled() throws InterruptedException {
    long longest = lengthOfBuild().toMillis();
    long seed = System.nanoTime();
    Random random = new Random(seed);
    int complete = 0;
    for (int i = 0; i < MOMENTS; i++) {
      ImageName image = world.registry().image("killed", "moment-" + i);
      long moment = random.nextLong(longest);
      String signal = i % 2 == 0 ? "TERM" : "KILL";
      Duration taken = killAfter(moment, signal, image);
      assertThat(taken)
          .as("SIG%s after %d ms (seed %d)", signal, moment, seed)
          .isLessThan(TIME_TO_END);
      complete += isThere(image) ? 1 : 0;
    }
    // Otherwise none was killed in time.
    assertThat(complete).isLessThan(MOMENTS);
    lengthOfBuild();
  }

  @Test
  void what_mounts_covered_is_back_after_a_build_that_was_told_to_end() throws Exception {
    BuildRequest mounting =
        pods.ofDockerfile(
            """
            ARG REGISTRY
            FROM $REGISTRY/busybox
            RUN mkdir /full && echo own > /full/own && echo own > /token
            RUN --mount=type=tmpfs,target=/full --mount=type=secret,id=token,target=/token \\
                --mount=type=cache,target=/deep/cache --mount=type=secret,id=token \\
                echo kept > /deep/cache/file; echo > /full/gone; echo begun; sleep 1000
            """);
    List<String> command = new ArrayList<>(List.of("run", "--detach", "--network=host"));
    command.add("--volume=" + mounting.context() + ":/workspace:ro");
    command.add(executor.image());
    command.addAll(List.of(pods.flags().split(" ")));
    command.addAll(List.of("--no-push", "--secret=id=token,src=/workspace/Dockerfile"));
    String container = world.engine().docker(command.toArray(String[]::new)).outputOrFail().strip();
    Instant latest = Instant.now().plus(TIME_TO_BEGIN);
    while (!world.engine().docker("logs", container).outputOrFail().contains("\nbegun")) {
      assertThat(Instant.now()).isBefore(latest);
      Thread.sleep(100);
    }
    world.engine().docker("kill", "--signal=TERM", container).outputOrFail();
    assertThat(world.engine().docker("wait", container).outputOrFail().strip()).isEqualTo("143");
    assertThat(copied(container, "/full")).isDirectoryContaining("glob:**/own");
    assertThat(copied(container, "/full")).isDirectoryNotContaining("glob:**/gone");
    assertThat(copied(container, "/token")).hasContent("own");
    for (String gone : List.of("/run/secrets", "/deep")) {
      assertThat(world.engine().docker("cp", container + ":" + gone, "-").succeeded()).isFalse();
    }
    assertThat(copied(container, "/kaniko/work/cache-mounts"))
        .isDirectoryRecursivelyContaining("glob:**/0/file");
    world.engine().docker("rm", container).outputOrFail();
  }

  /** A file or directory of a container that has ended. */
  private Path copied(String container, String path) {
    Path copy = world.newFolder("copied").resolve("copy");
    world.engine().docker("cp", container + ":" + path, copy.toString()).outputOrFail();
    return copy;
  }

  /** Builds in a fresh container, and reads the image. */
  private Duration lengthOfBuild() {
    ImageName image = world.registry().image("killed", "not");
    Instant start = Instant.now();
    executor.push(request, image).outputOrFail();
    Duration length = Duration.between(start, Instant.now());
    assertThat(isThere(image)).isTrue();
    return length;
  }

  /** Docker's own wait is now and then cut off when the container ends at the same moment. */
  private void awaitEnd(String container) throws InterruptedException {
    Instant latest = Instant.now().plus(TIME_TO_BEGIN);
    String[] question = {"inspect", "--format={{.State.Running}}", container};
    while (world.engine().docker(question).outputOrFail().strip().equals("true")) {
      assertThat(Instant.now()).isBefore(latest);
      Thread.sleep(50);
    }
  }

  private Duration killAfter(long moment, String signal, ImageName image)
      throws InterruptedException {
    List<String> command = new ArrayList<>(List.of("run", "--detach", "--network=host"));
    command.add("--volume=" + request.context() + ":/workspace:ro");
    command.add(executor.image());
    command.addAll(List.of(pods.flags().split(" ")));
    command.add("--destination=" + image);
    Instant start = Instant.now();
    String container = world.engine().docker(command.toArray(String[]::new)).outputOrFail().strip();
    Thread.sleep(Math.max(0, moment - Duration.between(start, Instant.now()).toMillis()));
    // It may have ended by itself just now.
    boolean running = world.engine().docker("kill", "--signal=" + signal, container).succeeded();
    Instant killed = Instant.now();
    awaitEnd(container);
    Duration taken = Duration.between(killed, Instant.now());
    world.engine().docker("rm", container).outputOrFail();
    return running ? taken : Duration.ZERO;
  }

  /** False without the tag. Where the tag is, all it refers to is read. */
  private static boolean isThere(ImageName image) {
    try (ImageReader reader = new ImageReader()) {
      return reader.find(image).isPresent();
    }
  }
}
