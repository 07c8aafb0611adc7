package dev.kaniko.cli.options;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaniko.cli.Executor;
import dev.kaniko.cli.process.Surroundings;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NoticesTest {
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  @Test
  void what_is_given_and_changes_nothing_says_so() {
    run(
        Map.of(
            "FF_KANIKO_OCI_WARMER", "true",
            "KANIKO_TELEMETRY_ENDPOINT", "https://example.org",
            "KANIKO_PRINT_PLAN", "1",
            "SNAPSHOT_TIMEOUT_DURATION", "90m"),
        "--snapshotMode=redo",
        "--use-new-run",
        "--git=single-branch=true",
        "--git=depth=1");
    assertThat(said())
        .contains("--snapshot-mode: Changes nothing")
        .contains("--use-new-run: Changes nothing")
        .contains("--git single-branch=true: Changes nothing")
        .contains("--git depth=1: Changes nothing")
        .contains("FF_KANIKO_OCI_WARMER: Changes nothing")
        .contains("KANIKO_TELEMETRY_ENDPOINT: Changes nothing")
        .contains("KANIKO_PRINT_PLAN: Changes nothing: --dryrun")
        .contains("SNAPSHOT_TIMEOUT_DURATION: Changes nothing");
  }

  @Test
  void what_is_not_given_says_nothing() {
    run(Map.of(), "--reproducible");
    assertThat(said()).isEmpty();
  }

  private void run(Map<String, String> environment, String... flags) {
    PrintStream stream = new PrintStream(said, true, StandardCharsets.UTF_8);
    Surroundings surroundings =
        new Surroundings(
            environment,
            InputStream.nullInputStream(),
            stream,
            stream,
            false,
            Path.of("/nowhere"),
            InstantSource.system());
    List<String> arguments = new ArrayList<>(List.of(flags));
    arguments.add("--no-push");
    assertThat(new Executor(surroundings, (_, _, _, _) -> {}, Map.of()).run(arguments)).isZero();
  }

  private String said() {
    return said.toString(StandardCharsets.UTF_8);
  }
}
