package dev.kaniko.adapters.rootfs.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaniko.ports.failure.EnvironmentFailure;
import dev.kaniko.ports.failure.UnsafeContentFailure;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReportTest {
  @Test
  void the_first_ending_counts_and_what_was_gone_without_is_listed() {
    Report report =
        parse(
            "without\0001\0Operation not"
                + " permitted\0mount\0/sys\0unknown-program\0x\0exited\0000\0");
    assertThat(report.without()).containsExactly("mount /sys: operation not permitted (errno 1)");
    assertThat(report.ending()).contains(new Report.UnknownProgram("x"));
  }

  @Test
  void a_report_without_an_ending_has_none() {
    assertThat(parse("").ending()).isEqualTo(Optional.empty());
  }

  @Test
  void a_kind_of_another_version_is_not_guessed_at() {
    assertThatThrownBy(() -> parse("perhaps\0")).hasMessageContaining("another version: perhaps");
  }

  @Test
  void a_mount_point_is_the_images_fault_only_for_what_a_tree_can_cause() {
    assertThatThrownBy(() -> result("unfit-root\00040\0Too many levels of symbolic links\0/dev\0"))
        .isInstanceOf(UnsafeContentFailure.class);
    assertThatThrownBy(() -> result("unfit-root\00028\0No space left on device\0/dev\0"))
        .isInstanceOf(EnvironmentFailure.class)
        .hasMessageContaining("no space left on device");
  }

  @Test
  void a_program_that_cannot_be_read_gets_no_guess() {
    assertThat(result("unfit-program\0008\0Exec format error\0/x\0\0"))
        .isEqualTo("could not be started: /x: exec format error");
    assertThat(result("unfit-program\0008\0Exec format error\0/x\0007f454c46\0"))
        .contains("neither a program of Linux");
  }

  private static String result(String report) {
    return Endings.resultOf(parse(report).ending().orElseThrow(), new OutputTail()).ending();
  }

  private static Report parse(String bytes) {
    return Report.parse(bytes.getBytes(StandardCharsets.UTF_8));
  }
}
