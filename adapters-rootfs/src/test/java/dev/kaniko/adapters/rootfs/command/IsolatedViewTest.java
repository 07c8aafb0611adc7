package dev.kaniko.adapters.rootfs.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaniko.adapters.rootfs.command.Runs.Ended;
import dev.kaniko.ports.command.Command.Network;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a command finds in its root that is not of the root. */
@ParameterizedClass
@EnumSource(
    value = StageRoot.Kind.class,
    names = {"OVERLAY", "DIRECTORY"})
class IsolatedViewTest {
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
  void dev_holds_the_standard_devices_and_nothing_of_the_machine() {
    Ended ended = shell("ls -1A /dev; ls -ln /dev/null /dev/tty | cut -c1-10,12-");
    assertThat(ended.out().lines())
        .startsWith(
            "fd", "full", "mqueue", "null", "ptmx", "pts", "random", "shm", "stderr", "stdin",
            "stdout", "tty", "urandom", "zero")
        .element(14)
        .asString()
        .matches("crw-rw-rw- +1 0 +0 +1, +3 .*/dev/null");
  }

  @Test
  void every_user_can_use_the_devices() {
    Ended ended =
        runs.as(1000, 1000)
            .shell(
                stage.mount(),
                "echo x > /dev/null && echo y > /dev/zero && head -c 3 /dev/zero | wc -c && head -c"
                    + " 3 /dev/urandom | wc -c; echo z > /dev/full; touch /dev/shm/mine");
    assertThat(ended.out()).isEqualTo("3\n3\n");
    assertThat(ended.err()).contains("No space left on device").doesNotContain("denied");
    assertThat(ended.status()).isZero();
  }

  @Test
  void a_terminal_can_be_made() {
    Ended ended = shell("exec 3<>/dev/ptmx && ls /dev/pts");
    assertThat(ended.err()).isEmpty();
    assertThat(ended.out()).isEqualTo("0\nptmx\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/made", "/dev/made", "/dev/shm/made", "/tmp/made"})
  void a_device_node_that_the_command_makes_can_be_made_and_not_used(String node) {
    Ended ended = shell("mknod " + node + " c 1 5 && test -c " + node + " && head -c 1 " + node);
    assertThat(ended.err()).contains("Permission denied");
    assertThat(ended.status()).isNotZero();
  }

  @Test
  void a_device_node_that_came_with_the_image_cannot_be_used() throws Exception {
    StageRoot.run("mknod", stage.file("zero").toString(), "c", "1", "5");
    Ended ended = shell("head -c 1 /zero");
    assertThat(ended.err()).contains("Permission denied");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/proc/kcore", "/proc/keys", "/proc/timer_list", "/proc/interrupts"})
  void what_proc_tells_of_the_machine_is_hidden(String file) {
    boolean machineHasIt = Files.exists(Path.of(file));
    Ended ended = shell("test -e " + file + " && echo there; head -c 1 " + file);
    assertThat(ended.out()).isEqualTo(machineHasIt ? "there\n" : "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/proc/acpi", "/proc/scsi", "/sys/firmware"})
  void what_directories_tell_of_the_machine_is_hidden(String directory) {
    boolean machineHasIt = Files.exists(Path.of(directory));
    Ended ended = shell("test -d " + directory + " && echo there; ls -A " + directory);
    assertThat(ended.out()).isEqualTo(machineHasIt ? "there\n" : "");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/proc/sys/kernel/core_pattern",
        "/proc/sys/vm/drop_caches",
        "/proc/irq/default_smp_affinity",
        "/sys/kernel/mm/transparent_hugepage/enabled"
      })
  void the_kernels_settings_cannot_be_changed(String file) {
    assertThat(Path.of(file)).exists();
    assertThat(shell("echo x > " + file).err()).contains("Read-only file system");
  }

  @Test
  void nothing_can_be_mounted_or_unmounted() {
    assertThat(shell("umount /proc/sys").status()).isNotZero();
    assertThat(shell("mount -o remount,rw /proc/sys").status()).isNotZero();
    assertThat(shell("mount -t tmpfs tmpfs /tmp").status()).isNotZero();
  }

  @Test
  void the_list_of_mounts_tells_nothing_of_the_builders_directories() {
    String mounts = shell("cat /proc/self/mounts").out();
    assertThat(mounts).contains(" /proc proc ").doesNotContain(folder.toString());
  }

  @Test
  void nothing_of_the_builders_file_system_can_be_reached() throws Exception {
    Files.writeString(folder.resolve("canary"), "canary");
    Ended ended =
        shell(
            "ls -d /../../../../.."
                + folder
                + "; cat /proc/1/root"
                + folder
                + "/canary;"
                + " ls -a / | tr '\\n' ' '");
    assertThat(ended.out()).isEqualTo(". .. bin dev etc proc root run sys tmp var ");
  }

  @Test
  void the_host_name_is_that_of_buildkit() {
    assertThat(shell("hostname; cat /proc/sys/kernel/hostname").out())
        .isEqualTo("buildkitsandbox\nbuildkitsandbox\n");
  }

  @Test
  void another_host_name_and_more_hosts_can_be_given() {
    HostNames names =
        new HostNames(
            Optional.of("forge"),
            List.of(
                new HostNames.ExtraHost("mirror", "10.1.2.3"),
                new HostNames.ExtraHost("six", "fd00::1")));
    runs =
        Runs.with(new KanikoRunCommandRunner(Runs.PROGRAM, folder.resolve("work"), names, _ -> {}));
    assertThat(shell("hostname; cat /etc/hosts").out())
        .isEqualTo(
            """
            forge
            127.0.0.1\tlocalhost forge
            ::1\tlocalhost ip6-localhost ip6-loopback
            10.1.2.3\tmirror
            fd00::1\tsix
            """);
  }

  @Test
  void the_name_servers_are_those_of_the_builder_and_can_only_be_read() throws Exception {
    Ended ended =
        runs.as(1000, 1000).shell(stage.mount(), "cat /etc/resolv.conf; ls -l /etc/resolv.conf");
    assertThat(ended.out())
        .startsWith(Files.readString(Path.of("/etc/resolv.conf")))
        .contains("-rw-r--r--");
    assertThat(shell("echo x > /etc/resolv.conf").err()).contains("Read-only file system");
    assertThat(shell("rm /etc/hosts").err()).contains("busy");
  }

  @Test
  void without_a_network_there_is_the_loopback_interface_and_nothing_else() {
    Ended ended =
        runs.network(Network.NONE)
            .shell(
                stage.mount(),
                "tail -n +3 /proc/net/dev | cut -d: -f1; ls /sys/class/net;"
                    + " cat /sys/class/net/lo/flags; ping -c 1 -W 1 127.0.0.1 | grep -c ttl=");
    assertThat(ended.out().replace(" ", "")).isEqualTo("lo\nlo\n0x9\n1\n");
  }

  @Test
  void the_network_of_the_builder_is_there_otherwise() throws Exception {
    long interfaces = NetworkInterface.networkInterfaces().count();
    Ended ended = shell("ls /sys/class/net");
    assertThat(ended.out().lines())
        .hasSizeGreaterThanOrEqualTo((int) interfaces)
        .containsAll(NetworkInterface.networkInterfaces().map(NetworkInterface::getName).toList());
  }

  @Test
  void shared_memory_and_semaphores_are_not_the_builders() throws Exception {
    String own = Files.readSymbolicLink(Path.of("/proc/self/ns/ipc")).toString();
    assertThat(shell("readlink /proc/self/ns/ipc").out().strip()).isNotEqualTo(own);
    assertThat(shell("readlink /proc/self/ns/net").out().strip())
        .isEqualTo(Files.readSymbolicLink(Path.of("/proc/self/ns/net")).toString());
  }

  @Test
  void a_name_with_a_line_break_cannot_become_a_line_of_its_own() {
    assertThatThrownBy(() -> new HostNames.ExtraHost("a\n1.2.3.4 b", "10.0.0.1"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new HostNames(Optional.of("a b"), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new HostNames(Optional.of("x".repeat(65)), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private Ended shell(String script) {
    return runs.shell(stage.mount(), script);
  }
}
