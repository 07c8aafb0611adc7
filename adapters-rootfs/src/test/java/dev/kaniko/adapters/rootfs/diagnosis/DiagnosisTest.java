package dev.kaniko.adapters.rootfs.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.ports.diagnosis.Finding;
import dev.kaniko.ports.diagnosis.Finding.Mark;
import dev.kaniko.ports.failure.EnvironmentFailure;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class DiagnosisTest {
  /** Of a container by Docker: user, its usual capabilities, its filter. */
  private static final String USUAL =
      """
      Name:\tsh
      Uid:\t0\t0\t0\t0
      CapInh:\t0000000000000000
      CapEff:\t00000000a80425fb
      NoNewPrivs:\t0
      Seccomp:\t2
      """;

  @Test
  void capabilities_have_their_names() {
    assertThat(ProcessStatus.parse(USUAL).capabilities())
        .containsExactly(
            "AUDIT_WRITE",
            "CHOWN",
            "DAC_OVERRIDE",
            "FOWNER",
            "FSETID",
            "KILL",
            "MKNOD",
            "NET_BIND_SERVICE",
            "NET_RAW",
            "SETFCAP",
            "SETGID",
            "SETPCAP",
            "SETUID",
            "SYS_CHROOT");
    String every = USUAL.replace("00000000a80425fb", "000003ffffffffff");
    assertThat(ProcessStatus.parse(every).capabilities())
        .hasSize(42)
        .contains("SYS_ADMIN", "CHECKPOINT_RESTORE", "number 41");
  }

  @Test
  void the_usual_container_lacks_nothing() {
    assertThat(ProcessProbe.findings(ProcessStatus.parse(USUAL)))
        .contains(Finding.ok("user 0, root"), Finding.note("a seccomp filter is in force"))
        .noneMatch(finding -> finding.mark().equals(Mark.NO));
  }

  @Test
  void root_without_capabilities_is_warned() {
    String dropped = USUAL.replace("00000000a80425fb", "00000000a80425fa");
    assertThat(ProcessProbe.findings(ProcessStatus.parse(dropped)))
        .filteredOn(finding -> finding.mark().equals(Mark.NO))
        .singleElement()
        .matches(finding -> finding.text().startsWith("without CHOWN not every base"));
  }

  @Test
  void the_effective_user_counts() {
    String status =
        USUAL
            .replace("Uid:\t0\t0", "Uid:\t0\t1000")
            .replace("00000000a80425fb", "0000000000000000")
            .replace("NoNewPrivs:\t0", "NoNewPrivs:\t1")
            .replace("Seccomp:\t2", "Seccomp:\t0");
    assertThat(ProcessProbe.findings(ProcessStatus.parse(status)))
        .containsExactly(
            Finding.note("user 1000, not root"),
            Finding.note("effective capabilities: none"),
            Finding.note("no seccomp filter is in force"),
            Finding.note("no_new_privs is set: programs such as sudo and su get no rights by it"));
  }

  @Test
  void a_kernel_that_does_not_tell_is_an_error() {
    assertThatThrownBy(() -> ProcessStatus.parse("Uid:\t0\t0\t0\t0\n"))
        .isInstanceOf(EnvironmentFailure.class)
        .hasMessageContaining("does not say CapEff");
  }

  @Test
  void this_very_process_can_be_looked_at() {
    assertThat(new ProcessProbe().findings()).hasSizeGreaterThan(2);
    assertThat(new RootProbe().findings()).hasSize(2);
  }

  @Test
  void mounts_in_the_way_are_named_and_the_kernels_own_are_not() {
    List<FilePath> points =
        List.of(
            FilePath.of("/proc"),
            FilePath.of("/dev/shm"),
            FilePath.of("/etc/hosts"),
            FilePath.of("/workspace"));
    assertThat(RootProbe.mounts(new TreeSet<>(points)))
        .singleElement()
        .matches(finding -> finding.mark().equals(Mark.NOTE))
        .matches(finding -> finding.text().endsWith(": /etc/hosts, /workspace"));
    assertThat(RootProbe.mounts(new TreeSet<>(points.subList(0, 2))))
        .singleElement()
        .matches(finding -> finding.mark().equals(Mark.OK));
  }

  @Test
  void little_room_is_said_to_be_little() {
    Path work = Path.of("/work");
    assertThat(WorkDirectoryProbe.finding(work, 2_500_000_000L))
        .isEqualTo(Finding.ok("/work, 2500 MB free"));
    assertThat(WorkDirectoryProbe.finding(work, 20_000_000L))
        .isEqualTo(Finding.note("/work, 20 MB free, which is little"));
  }

  @Test
  void a_work_directory_that_is_not_there_yet_has_the_room_of_its_parent() {
    assertThat(new WorkDirectoryProbe(Path.of("/not/there/yet")).findings())
        .singleElement()
        .matches(finding -> finding.text().startsWith("/not/there/yet, "));
  }
}
