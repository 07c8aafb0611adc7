package dev.kaniko.adapters.rootfs.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaniko.ports.command.CommandResult;
import dev.kaniko.ports.failure.EnvironmentFailure;
import dev.kaniko.ports.rootfs.RootMount;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Ends that come from outside, and runs beside one another. */
class CancellationTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(StageRoot.Kind.class)
  void an_interruption_kills_everything_at_once(StageRoot.Kind kind) throws Exception {
    StageRoot stage = StageRoot.bare(kind, folder.resolve("stage")).age();
    RootMount root = stage.mount();
    List<String> before = stage.everything();
    String marker = Processes.marker();
    CompletableFuture<Throwable> end = new CompletableFuture<>();
    Thread thread =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    runs().shell(root, EndlessBuild.script(marker));
                    end.complete(new AssertionError("ended by itself"));
                  } catch (RuntimeException e) {
                    assertThat(Thread.currentThread().isInterrupted()).isTrue();
                    end.complete(e);
                  }
                });
    Processes.await("it runs", () -> Processes.withArgument(marker).size() == 3);
    long start = System.nanoTime();
    thread.interrupt();
    assertThat(end.get(10, TimeUnit.SECONDS)).isInstanceOf(CancellationException.class);
    // Some hundredths of a second, on a machine that has nothing else to do.
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
    assertThat(Processes.withArgument(marker)).isEmpty();
    assertThat(stage.everything()).isEqualTo(before);
    assertThat(folder.resolve("work")).isEmptyDirectory();
  }

  @ParameterizedTest
  @EnumSource(StageRoot.Kind.class)
  void a_builder_that_is_killed_leaves_no_process_no_mount_and_no_stub(StageRoot.Kind kind)
      throws Exception {
    String marker = Processes.marker();
    Process builder =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                EndlessBuild.class.getName(),
                kind.name(),
                folder.toString(),
                marker)
            .inheritIO()
            .start();
    Processes.await("it runs", () -> runningCommands(marker) == 3);
    if (kind != StageRoot.Kind.IN_PLACE) {
      assertThat(Processes.thatMount(folder.resolve("work"))).isNotEmpty();
    }
    builder.destroyForcibly().waitFor();
    Processes.await("it is gone", () -> Processes.withArgument(marker).isEmpty());
    Processes.await("its mounts are", () -> Processes.thatMount(folder).isEmpty());
    if (kind == StageRoot.Kind.DIRECTORY) {
      Path proc = folder.resolve("stage/files/proc");
      Path etc = folder.resolve("stage/files/etc");
      Processes.await("its stubs are", () -> !Files.exists(proc) && !Files.exists(etc));
    }
  }

  @ParameterizedTest
  @EnumSource(StageRoot.Kind.class)
  void a_thread_that_is_interrupted_already_runs_nothing_to_its_end(StageRoot.Kind kind) {
    RootMount root = StageRoot.usual(kind, folder.resolve("stage")).mount();
    String marker = Processes.marker();
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> runs().run(root, "sleep", marker))
          .isInstanceOf(CancellationException.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(Processes.withArgument(marker)).isEmpty();
    assertThat(folder.resolve("work")).isEmptyDirectory();
  }

  @Test
  void a_signal_from_outside_is_told_apart_from_a_status() throws Exception {
    StageRoot stage = StageRoot.usual(StageRoot.Kind.OVERLAY, folder.resolve("stage"));
    String marker = Processes.marker();
    Future<Runs.Ended> ended = inBackground(() -> runs().run(stage.mount(), "/bin/sleep", marker));
    Processes.await("it runs", () -> runningCommands(marker) == 1);
    ProcessHandle.of(Processes.withArgument(marker).getFirst()).orElseThrow().destroyForcibly();
    assertThat(ended.get().result()).isEqualTo(new CommandResult.Killed(9, List.of()));
  }

  @Test
  void daemons_die_with_an_isolated_command() {
    StageRoot stage = StageRoot.usual(StageRoot.Kind.OVERLAY, folder.resolve("stage"));
    String marker = Processes.marker();
    Runs.Ended ended =
        runs().shell(stage.mount(), "(setsid sleep " + marker + " &); sleep 0.1; echo done");
    assertThat(ended.out()).isEqualTo("done\n");
    assertThat(Processes.withArgument(marker)).isEmpty();
  }

  @Test
  void a_helper_that_is_killed_takes_the_command_along() throws Exception {
    StageRoot stage = StageRoot.usual(StageRoot.Kind.OVERLAY, folder.resolve("stage"));
    String marker = Processes.marker();
    Future<Runs.Ended> ended =
        inBackground(() -> runs().as(1000, 1000).run(stage.mount(), "/bin/sleep", marker));
    Processes.await("it runs", () -> runningCommands(marker) == 1);
    ProcessHandle command =
        ProcessHandle.of(Processes.withArgument(marker).getFirst()).orElseThrow();
    command.parent().orElseThrow().destroyForcibly();
    assertThatThrownBy(ended::get)
        .hasCauseInstanceOf(EnvironmentFailure.class)
        .hasMessageContaining("without a report");
    Processes.await("it is gone", () -> Processes.withArgument(marker).isEmpty());
  }

  @ParameterizedTest
  @EnumSource(StageRoot.Kind.class)
  void commands_run_side_by_side(StageRoot.Kind kind) throws Exception {
    List<Future<Runs.Ended>> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < 16; i++) {
        StageRoot stage = StageRoot.usual(kind, folder.resolve("stage" + i));
        String script = "sleep 0.1; echo " + i + "; exit " + i;
        all.add(threads.submit(() -> runs().shell(stage.mount(), script)));
      }
    }
    for (int i = 0; i < all.size(); i++) {
      assertThat(all.get(i).get().out()).isEqualTo(i + "\n");
      assertThat(all.get(i).get().status()).isEqualTo(i);
    }
    assertThat(folder.resolve("work")).isEmptyDirectory();
  }

  private Runs runs() {
    return Runs.asRoot(folder.resolve("work"));
  }

  /** The processes that have become the command: kaniko-run has no arguments. */
  private static int runningCommands(String marker) {
    return Processes.withArgument(marker).stream().filter(pid -> !isJava(pid)).toList().size();
  }

  private static boolean isJava(long pid) {
    return ProcessHandle.of(pid).flatMap(it -> it.info().command()).orElse("").endsWith("java");
  }

  private static <T> Future<T> inBackground(Callable<T> task) {
    FutureTask<T> future = new FutureTask<>(task);
    Thread.ofPlatform().start(future);
    return future;
  }
}
