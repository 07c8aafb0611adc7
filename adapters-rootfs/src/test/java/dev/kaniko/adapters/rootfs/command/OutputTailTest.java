package dev.kaniko.adapters.rootfs.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OutputTailTest {
  private final OutputTail tail = new OutputTail();

  @Test
  void the_last_twenty_lines_are_kept() {
    out(IntStream.range(0, 1000).mapToObj(Integer::toString).collect(Collectors.joining("\n")));
    assertThat(tail.lines()).hasSize(20).first().isEqualTo("980");
    assertThat(tail.lines()).last().isEqualTo("999");
  }

  @Test
  void an_open_line_counts_among_the_twenty() {
    out("x\n".repeat(20) + "open");
    assertThat(tail.lines()).hasSize(20).last().isEqualTo("open");
  }

  @Test
  void lines_of_both_streams_do_not_mix() {
    out("ou");
    err("er");
    out("t\n");
    err("r\n");
    assertThat(tail.lines()).containsExactly("out", "err");
  }

  @Test
  void a_long_line_is_cut_and_says_so() {
    out("x".repeat(1_000_000) + "\nshort\n");
    assertThat(tail.lines()).containsExactly("x".repeat(500) + "...", "short");
  }

  @Test
  void a_progress_bar_shows_its_last_state() {
    out("10%\r55%\r100%\r\ndone\r\n");
    assertThat(tail.lines()).containsExactly("100%", "done");
  }

  @Test
  void a_character_may_come_in_pieces() {
    byte[] bytes = "é\n".getBytes(StandardCharsets.UTF_8);
    tail.out(new byte[] {bytes[0]}, 1);
    tail.out(new byte[] {bytes[1], bytes[2]}, 2);
    assertThat(tail.lines()).isEqualTo(List.of("é"));
  }

  @Test
  void only_the_given_length_of_a_buffer_counts() {
    tail.out("abc\n".getBytes(StandardCharsets.US_ASCII), 2);
    assertThat(tail.lines()).containsExactly("ab");
  }

  private void out(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    tail.out(bytes, bytes.length);
  }

  private void err(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    tail.err(bytes, bytes.length);
  }
}
