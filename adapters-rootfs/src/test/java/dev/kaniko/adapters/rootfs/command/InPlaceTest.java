package dev.kaniko.adapters.rootfs.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaniko.adapters.rootfs.command.Runs.Ended;
import dev.kaniko.ports.command.Command.Network;
import dev.kaniko.ports.command.CommandResult;
import dev.kaniko.ports.failure.EnvironmentFailure;
import dev.kaniko.ports.rootfs.RootMount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands in the builder's own root: here the machine's, so all of them are harmless. */
class InPlaceTest {
  private static final RootMount HERE = new RootMount.InPlace();

  @TempDir Path folder;
  private Runs runs;

  @BeforeEach
  void makeRunner() {
    runs = Runs.asRoot(folder.resolve("work"));
  }

  @Test
  void a_command_sees_the_builders_root_and_its_own_environment() throws IOException {
    Path canary = Files.writeString(folder.resolve("canary"), "canary");
    assertThat(runs.run(HERE, "cat", canary.toString()).out()).isEqualTo("canary");
    SequencedMap<String, String> environment = new LinkedHashMap<>();
    environment.put("PATH", Runs.PATH);
    environment.put("A", "é");
    assertThat(runs.environment(environment).run(HERE, "cat", "/proc/self/environ").out())
        .isEqualTo("PATH=" + Runs.PATH + "\0A=é\0");
  }

  @Test
  void user_groups_and_working_directory_are_those_given() {
    Ended ended =
        runs.as(4294967294L, 77, 5L, 6L)
            .in("/usr")
            .shell(HERE, "id -u; id -g; id -G; pwd; umask; readlink /proc/self/fd/0");
    assertThat(ended.out()).isEqualTo("4294967294\n77\n77 5 6\n/usr\n0022\n/dev/null\n");
  }

  @Test
  void the_pods_capabilities_stay_and_none_is_inherited() throws IOException {
    String bounding = capabilities(Files.readString(Path.of("/proc/self/status")), "CapBnd");
    Ended ended = runs.run(HERE, "cat", "/proc/self/status");
    assertThat(capabilities(ended.out(), "CapBnd")).isEqualTo(bounding);
    assertThat(capabilities(ended.out(), "CapEff")).isEqualTo(bounding);
    assertThat(capabilities(ended.out(), "CapInh")).isEqualTo("0000000000000000");
    assertThat(capabilities(ended.out(), "CapAmb")).isEqualTo("0000000000000000");
    Ended user = runs.as(1000, 1000).run(HERE, "cat", "/proc/self/status");
    assertThat(capabilities(user.out(), "CapEff")).isEqualTo("0000000000000000");
  }

  @Test
  void a_command_has_a_session_of_its_own_and_no_descriptor_of_the_builder() {
    assertThat(runs.shell(HERE, "test $(ps -o sid= -p $$) = $$ && echo own").out())
        .isEqualTo("own\n");
    assertThat(runs.run(HERE, "ls", "/proc/self/fd").out()).isEqualTo("0\n1\n2\n3\n");
    assertThat(runs.run(HERE, "cat", "/proc/self/status").out())
        .contains("SigBlk:\t0000000000000000")
        .contains("SigIgn:\t0000000000000000")
        .contains("SigCgt:\t0000000000000000");
  }

  @Test
  void statuses_signals_and_missing_programs_are_told_apart() {
    assertThat(runs.shell(HERE, "exit 42").status()).isEqualTo(42);
    assertThat(runs.shell(HERE, "kill -9 $$").result())
        .isEqualTo(new CommandResult.Killed(9, List.of()));
    assertThat(runs.run(HERE, "no-such-program").reason())
        .isEqualTo("exec: \"no-such-program\": executable file not found in $PATH");
    assertThat(runs.in("/no-such-directory").run(HERE, "true").reason())
        .isEqualTo("working directory /no-such-directory: no such file or directory");
  }

  @Test
  void daemons_that_leave_their_session_and_their_parents_are_dead_afterwards() {
    String marker = Processes.marker();
    String daemon = "(setsid sh -c '(sleep " + marker + " &) & exec sleep " + marker + "' &)";
    Ended ended =
        runs.as(1000, 1000).shell(HERE, daemon + "; " + daemon + "; sleep 0.2; echo done");
    assertThat(ended.out()).isEqualTo("done\n");
    assertThat(Processes.withArgument(marker)).isEmpty();
  }

  @Test
  void a_daemon_does_not_hold_up_the_end_of_the_command() {
    String marker = Processes.marker();
    long start = System.nanoTime();
    assertThat(runs.shell(HERE, "sleep " + marker + " & exit 3").status()).isEqualTo(3);
    assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);
    assertThat(Processes.withArgument(marker)).isEmpty();
  }

  @Test
  void the_end_of_an_orphan_is_not_the_end_of_the_command() {
    assertThat(runs.shell(HERE, "(sleep 0.1 &); sleep 0.5; echo late; exit 3"))
        .returns("late\n", Ended::out)
        .returns(3, Ended::status);
  }

  @Test
  void a_command_can_have_no_network_in_place_as_well() {
    Ended ended = runs.network(Network.NONE).run(HERE, "tail", "-n", "+3", "/proc/net/dev");
    assertThat(ended.out().lines()).hasSize(1).first().asString().contains("lo:");
  }

  @Test
  void host_names_that_cannot_be_given_are_refused() {
    HostNames names = new HostNames(Optional.of("forge"), List.of());
    Runs named =
        Runs.with(new KanikoRunCommandRunner(Runs.PROGRAM, folder.resolve("work"), names, _ -> {}));
    assertThatThrownBy(() -> named.run(HERE, "true"))
        .isInstanceOf(EnvironmentFailure.class)
        .hasMessageContaining("host names");
  }

  private static String capabilities(String status, String set) {
    return status
        .lines()
        .filter(line -> line.startsWith(set))
        .map(line -> line.substring(line.indexOf('\t') + 1))
        .findFirst()
        .orElseThrow();
  }
}
