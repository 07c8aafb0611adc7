package dev.kaniko.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaniko.e2e.builder.ExecutorProgram;
import dev.kaniko.e2e.process.Outcome;
import dev.kaniko.e2e.world.SharedWorld;
import dev.kaniko.e2e.world.TestWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Bases that are pulled from elsewhere than their name says. */
@ExtendWith(SharedWorld.class)
class MirrorIT {
  private final ExecutorProgram executor;
  private final String mirror;
  private final Path context;

  MirrorIT(TestWorld world) throws IOException {
    this.executor = new ExecutorProgram(world);
    this.mirror = world.registry().address();
    this.context = world.newFolder("context");
    Files.writeString(
        context.resolve("Dockerfile"), "FROM nowhere.invalid/busybox\nRUN echo here\n");
  }

  @Test
  void a_base_comes_from_the_first_mirror_that_has_it() {
    assertThat(
            build("--registry-map=nowhere.invalid=" + mirror + "/none;nowhere.invalid=" + mirror)
                .outputOrFail())
        .contains("mirror skipped")
        .contains("\nhere\n");
    executor.with("KANIKO_REGISTRY_MAP", "nowhere.invalid=" + mirror);
    assertThat(build().outputOrFail()).contains("\nhere\n");
  }

  @Test
  void without_a_fallback_only_the_mirrors_are_asked() {
    Outcome outcome =
        build(
            "--registry-map=nowhere.invalid=" + mirror + "/none",
            "--skip-default-registry-fallback");
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.output()).contains("image not found on any configured mapped registries");
  }

  @Test
  void a_map_that_is_none_is_refused() {
    Outcome outcome = build("--registry-map=nowhere");
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.output())
        .contains("--registry-map: invalid argument value. expect key=value, got nowhere");
  }

  private Outcome build(String... more) {
    String[] all = new String[more.length + 2];
    System.arraycopy(more, 0, all, 0, more.length);
    all[more.length] = "--no-push";
    all[more.length + 1] = "--context=" + context;
    return executor.build(all);
  }
}
