package dev.kaniko.adapters.rootfs.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaniko.adapters.rootfs.command.Runs.Ended;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.ports.command.CommandResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How commands are found, how they end, and the words for those that cannot be started. */
class CommandStartTest {
  @TempDir Path folder;
  private StageRoot stage;
  private Runs runs;

  @BeforeEach
  void makeRoot() {
    stage = StageRoot.usual(StageRoot.Kind.OVERLAY, folder.resolve("stage"));
    runs = Runs.asRoot(folder.resolve("work"));
  }

  @Test
  void a_status_is_handed_on() {
    assertThat(shell("exit 42").result()).isEqualTo(new CommandResult.Exited(42, List.of()));
    assertThat(shell("exit 0").result().succeeded()).isTrue();
    assertThat(shell("exit 255").status()).isEqualTo(255);
    // The statuses by which kaniko-run itself says that something went wrong mean nothing special.
    assertThat(shell("exit 124").status()).isEqualTo(124);
  }

  @Test
  void a_crash_is_a_signal() throws IOException {
    // mov eax, [0]: the smallest program that the kernel ends with SIGSEGV.
    stage.program("crash", ElfPrograms.crashing());
    assertThat(runs.run(stage.mount(), "/crash").result())
        .isEqualTo(new CommandResult.Killed(11, List.of()));
  }

  @Test
  void the_last_lines_come_with_the_result() {
    assertThat(shell("echo out; echo oops >&2; exit 3").result().lastOutput())
        .containsExactlyInAnyOrder("out", "oops");
    assertThat(shell("seq 1 30; exit 3").result().lastOutput()).hasSize(20).endsWith("30");
  }

  @Test
  void a_program_without_a_slash_is_found_in_the_path_of_the_environment() throws IOException {
    stage.directory("opt/a").directory("opt/b");
    stage.text("opt/a/tool", "not executable");
    stage.program("opt/b/tool", "#!/bin/sh\necho b $0".getBytes(StandardCharsets.US_ASCII));
    assertThat(withPath("/missing:/opt/a:/opt/b").run(stage.mount(), "tool").out())
        .isEqualTo("b /opt/b/tool\n");
  }

  @Test
  void an_unknown_program_is_named() {
    assertThat(runs.run(stage.mount(), "foo").reason())
        .isEqualTo("exec: \"foo\": executable file not found in $PATH");
    assertThat(runs.environment(none()).run(stage.mount(), "sh").reason())
        .isEqualTo("exec: \"sh\": executable file not found in $PATH");
    assertThat(runs.run(stage.mount(), "").reason())
        .isEqualTo("exec: \"\": executable file not found in $PATH");
  }

  @Test
  void a_program_in_the_working_directory_is_not_found_by_chance() {
    stage.program("tmp/tool", "#!/bin/sh\necho chance".getBytes(StandardCharsets.US_ASCII));
    assertThat(withPath(":.:").in("/tmp").run(stage.mount(), "tool").reason())
        .isEqualTo("exec: \"tool\": executable file not found in $PATH");
    assertThat(withPath("").in("/tmp").run(stage.mount(), "./tool").out()).isEqualTo("chance\n");
  }

  @Test
  void a_shell_that_the_image_lacks_is_named() throws IOException {
    Files.delete(stage.file("bin/sh"));
    assertThat(shell("true").reason()).isEqualTo("/bin/sh: no such file or directory");
  }

  @Test
  void a_file_without_the_right_to_execute_is_not_started() {
    stage.text("script", "#!/bin/sh\n");
    assertThat(runs.run(stage.mount(), "/script").reason()).isEqualTo("/script: permission denied");
    assertThat(runs.run(stage.mount(), "/tmp").reason()).isEqualTo("/tmp: is a directory");
    assertThat(runs.run(stage.mount(), "/bin/sh/x").reason())
        .isEqualTo("/bin/sh/x: not a directory");
  }

  @Test
  void an_interpreter_that_is_missing_is_named() {
    stage.program("script", "#! /bin/bash -e\nx".getBytes(StandardCharsets.US_ASCII));
    assertThat(runs.run(stage.mount(), "/script").reason())
        .isEqualTo(
            "/script: no such file or directory: the file is there, but its interpreter /bin/bash"
                + " is not");
  }

  @Test
  void line_ends_of_windows_are_recognised() {
    stage.program("script", "#!/bin/sh\r\necho\r\n".getBytes(StandardCharsets.US_ASCII));
    assertThat(runs.run(stage.mount(), "/script").reason())
        .contains("\"/bin/sh\\r\"")
        .contains("line ends of Unix");
  }

  @Test
  void a_dynamic_loader_that_is_missing_is_recognised() {
    stage.program("dynamic", ElfPrograms.withLoader("/lib/none.so"));
    assertThat(runs.run(stage.mount(), "/dynamic").reason())
        .isEqualTo(
            "/dynamic: no such file or directory: the file is there, but the dynamic loader that it"
                + " names is not");
  }

  @Test
  void a_program_for_another_machine_is_recognised() {
    stage.program("foreign", ElfPrograms.forMachine(22));
    assertThat(runs.run(stage.mount(), "/foreign").reason())
        .startsWith("/foreign: exec format error: it is built for s390x, and this machine is ");
  }

  @Test
  void a_text_without_an_interpreter_is_recognised() {
    stage.program("text", "hello\n".getBytes(StandardCharsets.US_ASCII));
    stage.program("empty", new byte[0]);
    assertThat(runs.run(stage.mount(), "/text").reason())
        .isEqualTo(
            "/text: exec format error: it is neither a program of Linux nor a script that starts"
                + " with #!");
    assertThat(runs.run(stage.mount(), "/empty").reason()).isEqualTo("/empty: exec format error");
  }

  @Test
  void too_many_arguments_are_a_reason_and_not_a_crash() {
    assertThat(runs.run(stage.mount(), "/bin/echo", "x".repeat(200_000)).reason())
        .isEqualTo("/bin/echo: argument list too long");
    assertThat(runs.run(stage.mount(), "/bin/echo", "x".repeat(17 << 20)).reason())
        .isEqualTo("/bin/echo: argument list too long");
    String[] many = new String[200_000];
    Arrays.fill(many, "some argument of moderate length");
    many[0] = "/bin/echo";
    assertThat(runs.run(stage.mount(), many).reason())
        .isEqualTo("/bin/echo: argument list too long");
  }

  @Test
  void a_nul_in_an_argument_or_variable_is_a_reason_and_cuts_nothing_off() {
    assertThat(runs.run(stage.mount(), "/bin/echo", "a\0b").reason()).contains("NUL");
    SequencedMap<String, String> environment = new LinkedHashMap<>();
    environment.put("A", "\0");
    assertThat(runs.environment(environment).run(stage.mount(), "/bin/env").reason())
        .contains("NUL");
  }

  @Test
  void the_working_directory_must_be_there() {
    assertThat(runs.in("/missing").run(stage.mount(), "/bin/pwd").reason())
        .isEqualTo("working directory /missing: no such file or directory");
    assertThat(runs.in("/bin/sh").run(stage.mount(), "/bin/pwd").reason())
        .isEqualTo("working directory /bin/sh: not a directory");
    assertThat(runs.in("/var").run(stage.mount(), "/bin/pwd").out()).isEqualTo("/var\n");
  }

  @Test
  void a_working_directory_of_any_bytes_is_entered() throws IOException {
    StageRoot.run("sh", "-c", "mkdir \"" + stage.file("tmp") + "/$(printf '\\351')\"");
    Runs there =
        new Runs(
            runs.runner(),
            runs.environment(),
            FilePath.of("/tmp/\u00e9"),
            0,
            0,
            List.of(),
            runs.network());
    assertThat(there.shell(stage.mount(), "pwd | od -An -tx1").out().strip())
        .isEqualTo("2f 74 6d 70 2f e9 0a");
  }

  @Test
  void a_user_keeps_a_working_directory_that_only_root_may_enter() throws IOException {
    stage.directory("var/closed");
    StageRoot.run("chmod", "700", stage.file("var/closed").toString());
    Ended ended =
        runs.as(1000, 1000).in("/var/closed").shell(stage.mount(), "readlink /proc/1/cwd");
    assertThat(ended.out()).isEqualTo("/var/closed\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/proc/self/fd/", "/proc/1/fd/", "/proc/thread-self/fd/"})
  void no_descriptor_leads_a_working_directory_out_of_the_root(String descriptors) {
    for (int descriptor = 0; descriptor < 32; descriptor++) {
      String directory = descriptors + descriptor;
      assertThat(runs.in(directory).shell(stage.mount(), "pwd; ls /").result())
          .as(directory)
          .isInstanceOf(CommandResult.NotStarted.class);
    }
  }

  private Ended shell(String script) {
    return runs.shell(stage.mount(), script);
  }

  private static SequencedMap<String, String> none() {
    return new LinkedHashMap<>();
  }

  private Runs withPath(String path) {
    SequencedMap<String, String> environment = none();
    environment.put("PATH", path);
    return runs.environment(environment);
  }
}
