package dev.kaniko.adapters.rootfs.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaniko.ports.rootfs.RootMount;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The task of kaniko-run: its bytes, and what kaniko-run makes of bytes that are none. */
class SpecificationTest {
  /** The exit status of kaniko-run for a task that it does not understand. */
  private static final int NOT_UNDERSTOOD = 124;

  @TempDir Path folder;

  @Test
  void a_task_is_its_length_and_fields_that_end_with_nul() {
    byte[] bytes = new Specification().root(new RootMount.InPlace()).nothingToRun().bytes();
    String fields = "root\0in-place\0cwd\0/\0";
    assertThat(ByteBuffer.wrap(bytes).getInt()).isEqualTo(fields.length());
    assertThat(new String(bytes, 4, bytes.length - 4, StandardCharsets.UTF_8)).isEqualTo(fields);
  }

  @Test
  void a_path_keeps_its_bytes_whatever_the_locale() throws IOException {
    StageRoot.run("sh", "-c", "cd '" + folder + "' && mkdir \"$(printf '%%25 \\351\\\\x?#')\"");
    try (Stream<Path> entries = Files.list(folder)) {
      byte[] bytes = PathBytes.of(entries.findFirst().orElseThrow());
      assertThat(new String(bytes, StandardCharsets.ISO_8859_1))
          .isEqualTo(folder + "/%25 \u00e9\\x?#/");
    }
  }

  @Test
  void a_nul_never_becomes_a_field_of_its_own() {
    assertThatThrownBy(() -> new Specification().hostname("a\0uid\0000"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no-such-key\0",
        "uid",
        "uid\0",
        "uid\0-1\0",
        "uid\0" + "4294967295\0",
        "uid\0" + "99999999999999999999\0",
        "gid\0" + "1x\0",
        "group\0 1\0",
        "root\0elsewhere\0",
        "bind\0/etc/hosts\0",
        "root\0overlay\0",
        "report\0/none\0"
      })
  void a_task_that_is_none_is_not_begun(String fields) throws Exception {
    byte[] content = fields.getBytes(StandardCharsets.UTF_8);
    byte[] task =
        ByteBuffer.allocate(4 + content.length).putInt(content.length).put(content).array();
    assertThat(run(task)).isEqualTo(NOT_UNDERSTOOD);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, Specification.LONGEST + 1, 100})
  void a_length_that_cannot_be_true_is_not_believed(int length) throws Exception {
    assertThat(run(ByteBuffer.allocate(12).putInt(length).array())).isEqualTo(NOT_UNDERSTOOD);
  }

  @Test
  void damaged_tasks_never_crash_kaniko_run() throws Exception {
    Path report = Files.createFile(folder.resolve("report"));
    byte[] task =
        new Specification()
            .report(report)
            .root(new RootMount.Directory(folder.resolve("missing")))
            .scratch(folder.resolve("missing"))
            .hostname("h")
            .nothingToRun()
            .bytes();
    Random random = new Random(20260101);
    for (int i = 0; i < 200; i++) {
      byte[] damaged = task.clone();
      damaged[4 + random.nextInt(task.length - 4)] = (byte) (random.nextBoolean() ? 0 : 'x');
      // A report that is missing is the other way in which a task can be of no use.
      assertThat(run(damaged)).as(Arrays.toString(damaged)).isIn(0, 123, NOT_UNDERSTOOD);
    }
  }

  private static int run(byte[] task) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(Runs.PROGRAM.toString()).start();
    try (OutputStream input = process.getOutputStream()) {
      input.write(task);
    }
    return process.waitFor();
  }
}
