package dev.kaniko.adapters.rootfs.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.kaniko.ports.command.CommandOutput;
import dev.kaniko.ports.command.CommandResult;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a command writes, on its way to the builder. */
class CommandOutputTest {
  @TempDir Path folder;
  private StageRoot stage;
  private Runs runs;

  @BeforeEach
  void makeRoot() {
    stage = StageRoot.usual(StageRoot.Kind.OVERLAY, folder.resolve("stage"));
    runs = Runs.asRoot(folder.resolve("work"));
  }

  @Test
  void a_hundred_megabytes_arrive_whole_and_take_no_memory() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Counter counter = new Counter();
    shell("true", counter);
    long before = threads.getTotalThreadAllocatedBytes();
    shell("yes | head -c 100000000; yes | head -c 3000000 >&2", counter);
    long allocated = threads.getTotalThreadAllocatedBytes() - before;
    assertThat(counter.out.get()).isEqualTo(100_000_000);
    assertThat(counter.err.get()).isEqualTo(3_000_000);
    // Lines of two bytes are the worst case of the tail.
    assertThat(allocated).isLessThan(10_000_000);
  }

  @Test
  void output_is_heard_while_the_command_runs_and_in_its_order() {
    List<String> heard = Collections.synchronizedList(new ArrayList<>());
    long start = System.nanoTime();
    List<Long> times = Collections.synchronizedList(new ArrayList<>());
    shell(
        "echo 1; sleep 0.3; echo 2 >&2; sleep 0.3; echo 3",
        new CommandOutput() {
          @Override
          public void out(byte[] bytes, int length) {
            heard.add("out " + text(bytes, length));
            times.add(System.nanoTime() - start);
          }

          @Override
          public void err(byte[] bytes, int length) {
            heard.add("err " + text(bytes, length));
            times.add(System.nanoTime() - start);
          }
        });
    assertThat(heard).containsExactly("out 1\n", "err 2\n", "out 3\n");
    assertThat(times.get(2) - times.get(0)).isGreaterThan(400_000_000L);
  }

  @Test
  void a_listener_that_fails_stops_the_command_and_is_heard_of() {
    CommandOutput failing =
        new CommandOutput() {
          @Override
          public void out(byte[] bytes, int length) {
            throw new IllegalStateException("the terminal is gone");
          }

          @Override
          public void err(byte[] bytes, int length) {}
        };
    String marker = Processes.marker();
    assertThatThrownBy(() -> shell("echo x; sleep " + marker, failing))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the terminal is gone");
    assertThat(Processes.withArgument(marker)).isEmpty();
    assertThat(folder.resolve("work")).isEmptyDirectory();
  }

  @Test
  void bytes_arrive_as_they_are() {
    List<Byte> all = new ArrayList<>();
    shell(
        "printf '\\000\\377\\r\\n\\033'",
        new CommandOutput() {
          @Override
          public void out(byte[] bytes, int length) {
            for (int i = 0; i < length; i++) {
              all.add(bytes[i]);
            }
          }

          @Override
          public void err(byte[] bytes, int length) {}
        });
    assertThat(all).containsExactly((byte) 0, (byte) 0xff, (byte) '\r', (byte) '\n', (byte) 27);
  }

  private CommandResult shell(String script, CommandOutput output) {
    return runs.runner().run(stage.mount(), runs.command("/bin/sh", "-c", script), output);
  }

  private static String text(byte[] bytes, int length) {
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  private static final class Counter implements CommandOutput {
    private final AtomicLong out = new AtomicLong();
    private final AtomicLong err = new AtomicLong();

    @Override
    public void out(byte[] bytes, int length) {
      out.addAndGet(length);
    }

    @Override
    public void err(byte[] bytes, int length) {
      err.addAndGet(length);
    }
  }
}
