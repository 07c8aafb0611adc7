package dev.kaniko.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaniko.e2e.builder.BuildRequest;
import dev.kaniko.e2e.builder.Builders;
import dev.kaniko.e2e.builder.ImageBuilder;
import dev.kaniko.e2e.corpus.Corpus;
import dev.kaniko.e2e.process.Outcome;
import dev.kaniko.e2e.world.Mounts;
import dev.kaniko.e2e.world.SharedWorld;
import dev.kaniko.e2e.world.TestWorld;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a build leaves on the machine it ran on. */
@ExtendWith(SharedWorld.class)
class TracesIT {
  private final TestWorld world;
  private final ImageBuilder builder;

  TracesIT(TestWorld world) {
    this.world = world;
    this.builder = Builders.underTest(world);
  }

  @Test
  void nothing_stays_mounted_after_a_build_that_succeeded_or_one_that_failed() {
    List<String> before = Mounts.except(world.engine());
    build("run-metadata-only").outputOrFail();
    assertThat(build("fails-run").succeeded()).isFalse();
    assertThat(Mounts.except(world.engine())).isEqualTo(before);
  }

  @Test
  void no_process_that_a_run_started_outlives_the_build() {
    // A number nobody else sleeps for: the command line is how the process is found.
    String seconds = Long.toString(ThreadLocalRandom.current().nextLong(100_000_000, 999_999_999));
    BuildRequest request = request("run-left-over-process").withBuildArg("SECONDS", seconds);
    builder.push(request, world.registry().image("traces", "process")).outputOrFail();
    assertThat(
            ProcessHandle.allProcesses()
                .flatMap(process -> process.info().commandLine().stream())
                .filter(command -> command.contains("sleep " + seconds)))
        .isEmpty();
  }

  private Outcome build(String name) {
    return builder.push(request(name), world.registry().image("traces", name));
  }

  private BuildRequest request(String name) {
    return new Corpus().named(name).prepare(world.newFolder(name), world.registry().address());
  }
}
