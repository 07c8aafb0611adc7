package dev.kaniko.adapters.rootfs.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaniko.adapters.rootfs.command.Runs.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a command is as a process: its identity, its state, and what it sees of others. */
@ParameterizedClass
@EnumSource(
    value = StageRoot.Kind.class,
    names = {"OVERLAY", "DIRECTORY"})
class IsolatedProcessTest {
  @Parameter StageRoot.Kind kind;

  @TempDir Path folder;
  private StageRoot stage;
  private Runs runs;

  @BeforeEach
  void makeRoot() {
    stage = StageRoot.usual(kind, folder.resolve("stage"));
    runs = Runs.asRoot(folder.resolve("work"));
  }

  @Test
  void the_environment_is_exactly_what_was_given() {
    SequencedMap<String, String> environment = new LinkedHashMap<>();
    environment.put("B", "1=2 'x'\n\"y\"");
    environment.put("EMPTY", "");
    environment.put("A", "last");
    Ended ended =
        runs.environment(environment).run(stage.mount(), "/bin/cat", "/proc/self/environ");
    assertThat(ended.out()).isEqualTo("B=1=2 'x'\n\"y\"\0EMPTY=\0A=last\0");
  }

  @Test
  void arguments_and_variables_reach_the_command_as_utf_8() {
    SequencedMap<String, String> environment = new LinkedHashMap<>();
    environment.put("GRÜN", "日本");
    Ended ended =
        runs.environment(environment)
            .run(
                stage.mount(),
                "/bin/cat",
                "/proc/self/cmdline",
                "/proc/self/environ",
                "é\u007f\u0001",
                "");
    assertThat(ended.out())
        .isEqualTo("/bin/cat\0/proc/self/cmdline\0/proc/self/environ\0é\u007f\u0001\0\0GRÜN=日本\0");
  }

  @Test
  void the_command_is_process_1_and_sees_no_process_that_is_not_its_own() {
    Ended ended =
        runs.shell(stage.mount(), "echo $$; cat /proc/1/comm; set -- /proc/[0-9]*; echo $#");
    // The shell, which counts them itself: nobody else.
    assertThat(ended.out()).isEqualTo("1\nsh\n1\n");
  }

  @Test
  void the_command_has_no_descriptor_beyond_the_three() {
    // Number 3 is ls's own, for the directory that it lists.
    assertThat(runs.run(stage.mount(), "/bin/ls", "/proc/self/fd").out()).isEqualTo("0\n1\n2\n3\n");
  }

  @Test
  void standard_input_is_empty() {
    Ended ended = runs.shell(stage.mount(), "cat; readlink /proc/self/fd/0");
    assertThat(ended.out()).isEqualTo("/dev/null\n");
  }

  @Test
  void root_has_dockers_default_capabilities_and_inherits_none() {
    assertThat(status("Cap"))
        .containsExactly(
            "CapInh:\t0000000000000000",
            "CapPrm:\t00000000a80425fb",
            "CapEff:\t00000000a80425fb",
            "CapBnd:\t00000000a80425fb",
            "CapAmb:\t0000000000000000");
  }

  @Test
  void a_user_has_no_capability_but_may_gain_those_of_a_file() {
    runs = runs.as(1000, 1000);
    assertThat(status("Cap"))
        .containsExactly(
            "CapInh:\t0000000000000000",
            "CapPrm:\t0000000000000000",
            "CapEff:\t0000000000000000",
            "CapBnd:\t00000000a80425fb",
            "CapAmb:\t0000000000000000");
    assertThat(status("NoNewPrivs")).containsExactly("NoNewPrivs:\t0");
  }

  @Test
  void user_group_and_supplementary_groups_are_exactly_those_given() {
    runs = runs.as(4294967294L, 4000000000L, 7L, 3000000000L);
    assertThat(status("Uid|Gid|Groups"))
        .containsExactly(
            "Uid:\t4294967294\t4294967294\t4294967294\t4294967294",
            "Gid:\t4000000000\t4000000000\t4000000000\t4000000000",
            "Groups:\t7 3000000000 ");
  }

  @Test
  void no_supplementary_group_is_left_of_the_builders() {
    runs = runs.as(1000, 1000);
    assertThat(status("Groups")).containsExactly("Groups:\t ");
  }

  @ParameterizedTest
  @ValueSource(longs = {4294967295L, 4294967296L, -1, Long.MIN_VALUE})
  void a_number_that_is_no_id_is_refused_as_user_group_and_supplementary_group(long id) {
    assertThatThrownBy(() -> runs.as(id, 0).run(stage.mount(), "/bin/id"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> runs.as(0, id).run(stage.mount(), "/bin/id"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> runs.as(0, 0, id).run(stage.mount(), "/bin/id"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void umask_signals_and_session_are_those_of_a_fresh_process() {
    assertThat(runs.shell(stage.mount(), "umask").out()).isEqualTo("0022\n");
    assertThat(status("SigBlk|SigIgn|SigCgt"))
        .containsExactly(
            "SigBlk:\t0000000000000000", "SigIgn:\t0000000000000000", "SigCgt:\t0000000000000000");
    // Process, parent, group, session, terminal.
    assertThat(runs.shell(stage.mount(), "cut -d' ' -f1,4-7 /proc/1/stat").out())
        .isEqualTo("1 0 1 1 0\n");
  }

  @Test
  void the_limit_of_open_files_is_moderate_and_can_be_raised_as_far_as_the_builders()
      throws IOException {
    // The JVM raises its own limit to the highest.
    String highest =
        Files.readString(Path.of("/proc/self/limits"))
            .lines()
            .filter(line -> line.startsWith("Max open files"))
            .map(line -> line.split(" +")[4])
            .findFirst()
            .orElseThrow();
    long limit = Math.min(16384, Long.parseLong(highest));
    assertThat(runs.shell(stage.mount(), "ulimit -Sn; ulimit -Hn").out())
        .isEqualTo(limit + "\n" + highest + "\n");
  }

  @Test
  void the_builders_environment_and_arguments_are_nowhere_in_proc() {
    assertThat(System.getenv()).containsKey("PATH");
    String all =
        runs.shell(stage.mount(), "cat /proc/[0-9]*/environ /proc/[0-9]*/cmdline | tr '\\0' ' '")
            .out();
    assertThat(all).doesNotContain("java").doesNotContain("kaniko-run");
  }

  @Test
  void a_user_can_open_the_standard_outputs() {
    Ended ended =
        runs.as(1000, 1000).shell(stage.mount(), "echo o > /dev/stdout; echo e > /dev/stderr");
    assertThat(ended.out()).isEqualTo("o\n");
    assertThat(ended.err()).isEqualTo("e\n");
  }

  @Test
  void the_builders_own_program_cannot_be_started_for_mischief() throws Exception {
    byte[] before = Files.readAllBytes(Runs.PROGRAM);
    assertThat(runs.run(stage.mount(), "/proc/self/exe").status()).isNotZero();
    assertThat(Files.readAllBytes(Runs.PROGRAM)).isEqualTo(before);
  }

  private List<String> status(String fields) {
    return runs.run(stage.mount(), "/bin/grep", "-E", "^(" + fields + ")", "/proc/self/status")
        .out()
        .lines()
        .toList();
  }
}
