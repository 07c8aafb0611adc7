package dev.kaniko.cli.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaniko.ports.listener.BuildListener.Transfer;
import dev.kaniko.ports.listener.BuildListener.TransferKind;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class TransfersTest {
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private Instant now = Instant.ofEpochSecond(1_000_000);

  @Test
  void a_terminal_shows_how_far_a_transfer_is_and_the_next_line_takes_its_place() {
    ConsoleListener listener = listener(true);
    Transfer transfer = start(listener, "layer", 10_000_000);
    written.reset();
    transfer.advance(2_500_000);
    listener.say("hello");
    transfer.close();
    assertThat(text())
        .startsWith("\r\u001b[KDownloading layer: 2.5 MB of 10.0 MB (25 %)\r\u001b[K")
        .contains("hello");
  }

  @Test
  void several_transfers_are_added_up() {
    ConsoleListener listener = listener(true);
    Transfer first = start(listener, "a", 6_000_000);
    Transfer second = start(listener, "b", 2_000_000);
    first.advance(1_000_000);
    now = now.plus(Duration.ofSeconds(1));
    written.reset();
    second.advance(1_000_000);
    assertThat(text()).isEqualTo("\r\u001b[K2 transfers: 2.0 MB of 8.0 MB (25 %)");
  }

  @Test
  void the_line_is_not_written_more_often_than_people_read() {
    ConsoleListener listener = listener(true);
    Transfer transfer = start(listener, "a", 6_000_000);
    transfer.advance(1);
    written.reset();
    transfer.advance(1);
    assertThat(text()).isEmpty();
  }

  @Test
  void without_a_terminal_there_are_only_whole_lines() {
    ConsoleListener listener = listener(false);
    Transfer transfer = start(listener, "a", 6_000_000);
    transfer.advance(3_000_000);
    transfer.close();
    assertThat(text()).doesNotContain("\r").endsWith("\n");
  }

  private ConsoleListener listener(boolean terminal) {
    PrintStream out = new PrintStream(written, true, StandardCharsets.UTF_8);
    InstantSource clock = () -> now;
    Log log = new Log(out, terminal, LogFormat.TEXT, LogLevel.INFO, false, clock);
    return new ConsoleListener(log, out, out, clock);
  }

  private static Transfer start(ConsoleListener listener, String what, long size) {
    return listener.transferStarted(TransferKind.DOWNLOAD, what, OptionalLong.of(size));
  }

  private String text() {
    return written.toString(StandardCharsets.UTF_8);
  }
}
