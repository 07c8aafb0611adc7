package dev.kaniko.adapters.rootfs.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaniko.adapters.rootfs.command.Runs.Ended;
import dev.kaniko.ports.failure.EnvironmentFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Machines that allow less than this one: kaniko-run is started with less than it needs. */
class IsolationTest {
  private static final String WITHOUT_MOUNTS = "/usr/bin/setpriv --bounding-set -sys_admin";
  private static final String WITHOUT_NODES = "/usr/bin/setpriv --bounding-set -mknod";
  @TempDir Path folder;
  private Path work;

  @BeforeEach
  void nameWorkDirectory() {
    work = folder.resolve("work");
  }

  @Test
  void root_on_a_machine_of_its_own_has_everything() {
    KanikoRunCommandRunner runner =
        new KanikoRunCommandRunner(Runs.PROGRAM, work, HostNames.byDefault(), _ -> {});
    assertThat(runner.isolation()).isEqualTo(new Isolation.Possible(true, List.of()));
    assertThat(runner.canIsolate()).isTrue();
    assertThat(work).isEmptyDirectory();
  }

  @Test
  void a_container_without_sys_admin_is_told_which_step_failed_and_why() throws IOException {
    KanikoRunCommandRunner runner = runnerUnder(WITHOUT_MOUNTS);
    assertThat(runner.isolation())
        .isEqualTo(
            new Isolation.Refused(
                "could not make a PID namespace: operation not permitted (errno 1)"));
    assertThat(runner.canIsolate()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(
      value = StageRoot.Kind.class,
      names = {"OVERLAY", "DIRECTORY"})
  void a_command_that_cannot_be_isolated_is_a_failure_of_the_machine(StageRoot.Kind kind)
      throws IOException {
    StageRoot stage = StageRoot.bare(kind, folder.resolve("stage"));
    List<String> before = stage.everything();
    Runs runs = Runs.with(runnerUnder(WITHOUT_MOUNTS));
    assertThatThrownBy(() -> runs.shell(stage.mount(), "true"))
        .isInstanceOfSatisfying(
            EnvironmentFailure.class,
            failure -> {
              assertThat(failure).hasMessageContaining("could not make a PID namespace");
              assertThat(failure.hint()).get().asString().contains("SYS_ADMIN");
            });
    assertThat(stage.everything()).isEqualTo(before);
    assertThat(work).isEmptyDirectory();
  }

  @Test
  void a_command_runs_in_place_without_any_privilege() throws IOException {
    StageRoot stage = StageRoot.usual(StageRoot.Kind.IN_PLACE, folder.resolve("stage"));
    Runs runs = Runs.with(runnerUnder("/usr/bin/setpriv --bounding-set -all,+setuid,+setgid"));
    assertThat(runs.as(1000, 1000).run(stage.mount(), "id", "-u").out()).isEqualTo("1000\n");
  }

  @Test
  void devices_are_those_of_the_builder_where_no_node_can_be_made() throws IOException {
    StageRoot stage = StageRoot.usual(StageRoot.Kind.OVERLAY, folder.resolve("stage"));
    Ended ended =
        Runs.with(runnerUnder(WITHOUT_NODES))
            .shell(stage.mount(), "echo x > /dev/null && head -c 2 /dev/zero | wc -c");
    assertThat(ended.out()).isEqualTo("2\n");
  }

  @Test
  void a_user_namespace_is_enough_for_a_directory() throws IOException {
    StageRoot stage = StageRoot.bare(StageRoot.Kind.DIRECTORY, folder.resolve("stage"));
    Runs runs = Runs.with(runnerInUserNamespace());
    Ended ended =
        runs.as(1000, 1000)
            .shell(stage.mount(), "id -u; echo $$; echo x > /dev/null; ls -d /proc/[0-9]* | wc -l");
    assertThat(ended.err()).isEmpty();
    assertThat(ended.out()).isEqualTo("1000\n1\n3\n");
    assertThat(runs.shell(stage.mount(), "ls -A /sys; touch /sys/file").err())
        .contains("Read-only file system");
    assertThat(stage.everything()).doesNotContain("sys");
  }

  @Test
  void what_a_user_namespace_does_not_allow_is_listed() throws IOException {
    assertThat(runnerInUserNamespace().isolation())
        .isInstanceOfSatisfying(
            Isolation.Possible.class,
            possible -> {
              assertThat(possible.overlays()).isFalse();
              assertThat(possible.without())
                  .hasSize(2)
                  .anySatisfy(line -> assertThat(line).contains("overlayfs's attributes"))
                  .contains("mount /sys: operation not permitted (errno 1)");
            });
  }

  @Test
  void a_work_directory_on_an_overlay_is_enough_for_a_directory_as_root() throws IOException {
    for (String name : List.of("work", "upper", "lower", "internal")) {
      Files.createDirectory(folder.resolve(name));
    }
    StageRoot.run(
        "mount",
        "-t",
        "overlay",
        "-o",
        "lowerdir=%1$s/lower,upperdir=%1$s/upper,workdir=%1$s/internal".formatted(folder),
        "overlay",
        work.toString());
    try {
      KanikoRunCommandRunner runner =
          new KanikoRunCommandRunner(Runs.PROGRAM, work, HostNames.byDefault(), _ -> {});
      assertThat(runner.isolation())
          .isEqualTo(
              new Isolation.Possible(
                  false, List.of("could not mount an overlay: invalid argument (errno 22)")));
      assertThat(runner.canIsolate()).isTrue();
    } finally {
      StageRoot.run("umount", work.toString());
    }
  }

  @Test
  void cgroups_are_the_commands_own_where_they_are_unified() throws IOException {
    StageRoot stage = StageRoot.usual(StageRoot.Kind.OVERLAY, folder.resolve("stage"));
    Runs runs =
        Runs.with(
            runnerUnder(
                "/usr/bin/unshare -m /bin/sh -c 'mount -t cgroup2 none /sys/fs/cgroup && exec"
                    + " \"$@\"' sh"));
    Ended ended =
        runs.shell(
            stage.mount(),
            "test -e /sys/fs/cgroup/cgroup.procs && echo there;"
                + " mkdir /sys/fs/cgroup/new; grep ^0: /proc/self/cgroup");
    assertThat(ended.out()).isEqualTo("there\n0::/\n");
    assertThat(ended.err()).contains("Read-only file system");
  }

  @ParameterizedTest
  @EnumSource(StageRoot.Kind.class)
  void descriptors_that_leaked_into_kaniko_run_do_not_reach_the_command(StageRoot.Kind kind)
      throws IOException {
    StageRoot stage = StageRoot.usual(kind, folder.resolve("stage"));
    Runs runs = Runs.with(runnerBy("exec 3</ 4</ 7</ 9<&0; exec " + Runs.PROGRAM.toAbsolutePath()));
    assertThat(runs.run(stage.mount(), "/bin/ls", "/proc/self/fd").out()).isEqualTo("0\n1\n2\n3\n");
  }

  @ParameterizedTest
  @EnumSource(StageRoot.Kind.class)
  void capabilities_that_the_builder_would_pass_on_are_not_inherited(StageRoot.Kind kind)
      throws IOException {
    StageRoot stage = StageRoot.usual(kind, folder.resolve("stage"));
    Runs runs =
        Runs.with(runnerUnder("setpriv --inh-caps +net_raw,+chown --ambient-caps +net_raw,+chown"));
    for (Runs user : List.of(runs, runs.as(1000, 1000))) {
      assertThat(user.run(stage.mount(), "/bin/cat", "/proc/self/status").out())
          .contains("CapInh:\t0000000000000000", "CapAmb:\t0000000000000000");
    }
    assertThat(runs.as(1000, 1000).run(stage.mount(), "/bin/cat", "/proc/self/status").out())
        .contains("CapPrm:\t0000000000000000");
  }

  @Test
  void a_helper_that_is_missing_is_named() {
    Path missing = folder.resolve("kaniko-run");
    Runs runs =
        Runs.with(new KanikoRunCommandRunner(missing, work, HostNames.byDefault(), _ -> {}));
    StageRoot stage = StageRoot.usual(StageRoot.Kind.OVERLAY, folder.resolve("stage"));
    assertThatThrownBy(() -> runs.shell(stage.mount(), "true"))
        .isInstanceOf(EnvironmentFailure.class)
        .hasMessageContaining("cannot start " + missing);
    assertThat(work).isEmptyDirectory();
  }

  @Test
  void a_helper_that_does_not_understand_its_task_is_a_failure() throws IOException {
    Runs runs = Runs.with(runnerUnder("/bin/sh -c 'exit 124' sh"));
    StageRoot stage = StageRoot.usual(StageRoot.Kind.OVERLAY, folder.resolve("stage"));
    assertThatThrownBy(() -> runs.shell(stage.mount(), "true"))
        .isInstanceOf(EnvironmentFailure.class)
        .hasMessageContaining("kaniko-run ended with status 124");
  }

  private KanikoRunCommandRunner runnerUnder(String restriction) throws IOException {
    return runnerBy("exec " + restriction + " " + Runs.PROGRAM.toAbsolutePath());
  }

  /** Root of a namespace in which 65536 users exist, as in a pod with {@code hostUsers: false}. */
  private KanikoRunCommandRunner runnerInUserNamespace() throws IOException {
    return runnerBy(
        """
        exec 3<&0
        unshare --user sh -c 'until grep -q . /proc/self/gid_map; do sleep 0.01; done; exec %s' <&3 &
        until test "$(readlink /proc/$!/ns/user)" != "$(readlink /proc/$$/ns/user)"; do
          sleep 0.01
        done
        echo 0 0 65536 > /proc/$!/uid_map
        echo 0 0 65536 > /proc/$!/gid_map
        exec 3<&- 0<&-
        wait $!
        """
            .formatted(Runs.PROGRAM.toAbsolutePath()));
  }

  private KanikoRunCommandRunner runnerBy(String text) throws IOException {
    Path script = folder.resolve("restricted");
    Files.writeString(script, "#!/bin/sh\nPATH=/usr/bin:/bin\n" + text + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    return new KanikoRunCommandRunner(script, work, HostNames.byDefault(), _ -> {});
  }
}
