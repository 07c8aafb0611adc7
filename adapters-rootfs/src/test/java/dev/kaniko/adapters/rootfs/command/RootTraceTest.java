package dev.kaniko.adapters.rootfs.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaniko.adapters.rootfs.command.Runs.Ended;
import dev.kaniko.ports.failure.UnsafeContentFailure;
import dev.kaniko.ports.rootfs.RootMount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is left of a command in its root, whose files are no friend's. */
class RootTraceTest {
  @TempDir Path folder;
  private Runs runs;

  @BeforeEach
  void makeRunner() {
    runs = Runs.asRoot(folder.resolve("work"));
  }

  /** Before JUnit would, which warns of links. */
  @AfterEach
  void removeRoot() throws IOException {
    StageRoot.run("rm", "-rf", folder.resolve("stage").toString());
  }

  @Test
  void an_upper_directory_holds_exactly_what_the_command_changed() {
    StageRoot stage = bare(StageRoot.Kind.OVERLAY);
    RootMount root = stage.mount();
    assertThat(runs.shell(root, "mkdir -p /a/b; echo c > /a/b/c; rm /bin/cat").status()).isZero();
    assertThat(stage.changes()).containsExactly("a", "a/b", "a/b/c", "bin", "bin/cat");
  }

  @Test
  void a_command_that_changes_nothing_leaves_nothing() throws IOException {
    StageRoot stage = bare(StageRoot.Kind.OVERLAY);
    RootMount root = stage.mount();
    List<String> before = stage.everything();
    assertThat(runs.shell(root, "ls /proc /sys /dev /etc; cat /etc/hosts").status()).isZero();
    assertThat(stage.changes()).isEmpty();
    assertThat(stage.everything()).isEqualTo(before);
    assertThat(Files.getLastModifiedTime(stage.upper(""))).isEqualTo(StageRoot.LONG_AGO);
    assertThat(folder.resolve("work")).isEmptyDirectory();
  }

  @Test
  void a_directory_is_as_it_was_but_for_what_the_command_changed() throws IOException {
    StageRoot stage = bare(StageRoot.Kind.DIRECTORY);
    RootMount root = stage.mount();
    String before = listing(stage);
    assertThat(runs.shell(root, "ls /proc /sys /dev /etc; cat /etc/hosts").status()).isZero();
    assertThat(listing(stage)).isEqualTo(before);
    assertThat(runs.shell(root, "touch /new").status()).isZero();
    List<String> after = stage.everything();
    assertThat(after).contains("new").doesNotContain("proc", "sys", "dev", "etc");
    assertThat(Files.getLastModifiedTime(stage.file(""))).isGreaterThan(StageRoot.LONG_AGO);
    assertThat(folder.resolve("work")).isEmptyDirectory();
  }

  @ParameterizedTest
  @EnumSource(
      value = StageRoot.Kind.class,
      names = {"OVERLAY", "DIRECTORY"})
  void what_a_command_puts_beside_a_mount_point_stays(StageRoot.Kind kind) throws IOException {
    StageRoot stage = bare(kind);
    RootMount root = stage.mount();
    assertThat(runs.shell(root, "echo x > /etc/x; echo y > /tmp-y").status()).isZero();
    List<String> found = kind == StageRoot.Kind.OVERLAY ? stage.changes() : stage.everything();
    assertThat(found)
        .contains("etc", "etc/x", "tmp-y")
        .doesNotContain("etc/hosts", "etc/resolv.conf", "proc", "sys", "dev");
  }

  @Test
  void directories_above_a_change_keep_all_their_attributes() throws IOException {
    StageRoot stage = StageRoot.usual(StageRoot.Kind.OVERLAY, folder.resolve("stage"));
    String etc = stage.file("etc").toString();
    stage.directory("etc/deep");
    StageRoot.run("setfattr", "-n", "user.note", "-v", "kept", etc);
    StageRoot.run("chown", "12:34", etc, stage.file("").toString());
    StageRoot.run("chmod", "2751", etc, stage.file("").toString());
    stage.age();
    RootMount root = stage.mount();
    assertThat(runs.shell(root, "touch /etc/deep/new; stat -c '%a %u %g' / /etc").out())
        .isEqualTo("2751 12 34\n2751 12 34\n");
    for (String directory : List.of("", "etc")) {
      Path changed = stage.upper(directory);
      assertThat(StageRoot.run("stat", "-c", "%a %u %g", changed.toString()))
          .isEqualTo("2751 12 34\n");
      assertThat(Files.getLastModifiedTime(changed)).isEqualTo(StageRoot.LONG_AGO);
    }
    assertThat(
            StageRoot.run(
                "getfattr",
                "--absolute-names",
                "--only-values",
                "-n",
                "user.note",
                stage.upper("etc") + ""))
        .isEqualTo("kept");
  }

  @ParameterizedTest
  @CsvSource({
    "OVERLAY, ../run/resolve/stub.conf",
    "OVERLAY, /run/resolve/stub.conf",
    "OVERLAY, ../../../../../../run/resolve/stub.conf",
    "OVERLAY, stub.conf",
    "DIRECTORY, ../run/resolve/stub.conf",
    "DIRECTORY, /run/resolve/stub.conf",
    "DIRECTORY, ../../../../../../run/resolve/stub.conf",
    "DIRECTORY, stub.conf"
  })
  void a_resolv_conf_that_is_a_dangling_link_is_followed_inside_the_root(
      StageRoot.Kind kind, String target) throws IOException {
    StageRoot stage = StageRoot.usual(kind, folder.resolve("stage"));
    stage.link("etc/resolv.conf", target).age();
    RootMount root = stage.mount();
    String before = listing(stage);
    Ended ended = runs.shell(root, "cat /etc/resolv.conf; readlink /etc/resolv.conf");
    assertThat(ended.out())
        .isEqualTo(Files.readString(Path.of("/etc/resolv.conf")) + target + "\n");
    assertThat(listing(stage)).isEqualTo(before);
    if (kind == StageRoot.Kind.OVERLAY) {
      assertThat(stage.changes()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = StageRoot.Kind.class,
      names = {"OVERLAY", "DIRECTORY"})
  void a_resolv_conf_that_points_to_a_file_of_the_builder_does_not_touch_it(StageRoot.Kind kind)
      throws IOException {
    Path canary = Files.writeString(folder.resolve("canary"), "canary");
    StageRoot stage = StageRoot.usual(kind, folder.resolve("stage"));
    stage.link("etc/resolv.conf", canary.toString());
    stage.link("etc/hosts", "../../../../../../../.." + canary);
    Ended ended = runs.shell(stage.mount(), "cat /etc/resolv.conf; cat /etc/hosts");
    assertThat(ended.status()).isZero();
    assertThat(ended.out()).doesNotContain("canary");
    assertThat(canary).hasContent("canary");
    assertThat(stage.everything()).noneMatch(path -> path.contains("canary"));
  }

  @ParameterizedTest
  @EnumSource(
      value = StageRoot.Kind.class,
      names = {"OVERLAY", "DIRECTORY"})
  void files_of_the_image_below_the_mounts_survive(StageRoot.Kind kind) throws IOException {
    StageRoot stage = StageRoot.usual(kind, folder.resolve("stage"));
    stage
        .text("etc/resolv.conf", "image's")
        .text("etc/hosts", "image's")
        .text("dev/mine", "image's");
    RootMount root = stage.mount();
    assertThat(runs.shell(root, "cat /etc/resolv.conf /etc/hosts /dev/mine").out())
        .doesNotContain("image's");
    assertThat(stage.file("etc/resolv.conf")).hasContent("image's");
    assertThat(stage.file("etc/hosts")).hasContent("image's");
    assertThat(stage.file("dev/mine")).hasContent("image's");
  }

  @ParameterizedTest
  @EnumSource(
      value = StageRoot.Kind.class,
      names = {"OVERLAY", "DIRECTORY"})
  void a_dev_that_is_a_link_outside_stays_inside_the_root(StageRoot.Kind kind) throws IOException {
    Path canary = Files.createDirectory(folder.resolve("canary"));
    StageRoot stage = bare(kind).link("dev", canary.toString()).age();
    RootMount root = stage.mount();
    String before = listing(stage);
    assertThat(runs.shell(root, "echo x > /dev/null; ls /dev/").out()).contains("null");
    assertThat(canary).isEmptyDirectory();
    assertThat(listing(stage)).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource({
    "OVERLAY, proc, /",
    "OVERLAY, proc, ../..",
    "OVERLAY, proc, /tmp",
    "OVERLAY, sys, /etc",
    "OVERLAY, dev, /",
    "OVERLAY, dev, dev",
    "DIRECTORY, proc, /",
    "DIRECTORY, proc, ../..",
    "DIRECTORY, proc, /tmp",
    "DIRECTORY, sys, /etc",
    "DIRECTORY, dev, /",
    "DIRECTORY, dev, dev"
  })
  void a_link_that_would_lay_a_mount_over_something_else_is_refused(
      StageRoot.Kind kind, String name, String target) throws IOException {
    StageRoot stage = bare(kind).link(name, target).age();
    RootMount root = stage.mount();
    String before = listing(stage);
    assertThatThrownBy(() -> runs.shell(root, "true"))
        .isInstanceOf(UnsafeContentFailure.class)
        .hasMessageContaining("/" + name + " cannot be mounted on");
    assertThat(listing(stage)).isEqualTo(before);
    assertThat(folder.resolve("work")).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {"proc", "dev", "etc"})
  void a_file_where_a_directory_must_be_is_refused(String name) throws IOException {
    for (StageRoot.Kind kind : List.of(StageRoot.Kind.OVERLAY, StageRoot.Kind.DIRECTORY)) {
      StageRoot stage =
          StageRoot.bare(kind, folder.resolve(kind.name())).text(name, "a file").age();
      RootMount root = stage.mount();
      String before = listing(stage);
      assertThatThrownBy(() -> runs.shell(root, "true"))
          .isInstanceOf(UnsafeContentFailure.class)
          .hasMessageContaining("not a directory");
      assertThat(listing(stage)).isEqualTo(before);
    }
  }

  @Test
  void a_parent_that_the_command_swaps_for_a_link_leads_no_removal_outside() throws IOException {
    Path canary = Files.createDirectory(folder.resolve("canary"));
    Files.createFile(canary.resolve("hosts"));
    Files.createFile(canary.resolve("resolv.conf"));
    StageRoot stage = bare(StageRoot.Kind.DIRECTORY);
    RootMount root = stage.mount();
    Ended ended = runs.shell(root, "mv /etc /moved && ln -s " + canary + " /etc");
    assertThat(ended.err()).isEmpty();
    assertThat(ended.status()).isZero();
    assertThat(canary.resolve("hosts")).exists();
    assertThat(canary.resolve("resolv.conf")).exists();
    // What the runner made is found where it is now, and is gone.
    assertThat(stage.everything())
        .contains("etc", "moved")
        .doesNotContain("moved/hosts", "moved/resolv.conf");
  }

  @Test
  void an_empty_directory_that_the_command_made_where_a_stub_was_stays() {
    StageRoot stage = bare(StageRoot.Kind.DIRECTORY);
    assertThat(runs.shell(stage.mount(), "mv /etc /moved && mkdir /etc").status()).isZero();
    assertThat(stage.everything()).contains("etc").doesNotContain("etc/hosts", "moved/hosts");
  }

  @Test
  void a_mount_point_that_a_layer_deleted_is_made_for_the_command_alone() throws IOException {
    StageRoot stage = StageRoot.usual(StageRoot.Kind.OVERLAY, folder.resolve("stage"));
    stage.text("etc/secret", "of a lower layer");
    Path deletion = Files.createDirectories(folder.resolve("deletion"));
    StageRoot.run("mknod", deletion.resolve("etc").toString(), "c", "0", "0");
    RootMount.Overlay below = (RootMount.Overlay) stage.mount();
    RootMount root =
        new RootMount.Overlay(
            List.of(deletion, below.lower().getFirst()), below.upper(), below.work());
    assertThat(runs.shell(root, "ls /etc").out()).isEqualTo("hosts\nresolv.conf\n");
    assertThat(stage.changes()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 120, 499})
  void many_layers_make_one_root(int layers) throws IOException {
    StageRoot stage = bare(StageRoot.Kind.OVERLAY);
    RootMount.Overlay bottom = (RootMount.Overlay) stage.mount();
    List<Path> lower = new ArrayList<>();
    for (int layer = 1; layer < layers; layer++) {
      Path directory = folder.resolve("a,layer:with\\hard=name " + layer + "/files");
      Files.createDirectories(directory.resolve("layers"));
      Files.writeString(directory.resolve("layers/" + layer), "");
      Files.writeString(directory.resolve("top"), "" + layer);
      lower.addFirst(directory);
    }
    lower.addLast(bottom.lower().getFirst());
    RootMount root = new RootMount.Overlay(lower, bottom.upper(), bottom.work());
    Ended ended = runs.shell(root, "ls /layers | wc -l; cat /top; echo changed > /top");
    assertThat(ended.out()).isEqualTo((layers - 1) + "\n" + (layers - 1));
    assertThat(stage.changes()).containsExactly("top");
  }

  @Test
  void the_status_of_a_command_that_fills_the_disk_is_told() throws IOException {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    StageRoot.run("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", disk.toString());
    try {
      StageRoot stage = StageRoot.usual(StageRoot.Kind.OVERLAY, disk.resolve("stage"));
      Ended ended =
          Runs.asRoot(disk.resolve("work"))
              .shell(stage.mount(), "cat /dev/zero > /file; echo full; exit 28");
      assertThat(ended.err()).contains("No space left on device");
      assertThat(ended.out()).isEqualTo("full\n");
      assertThat(ended.status()).isEqualTo(28);
    } finally {
      StageRoot.run("umount", disk.toString());
    }
  }

  @Test
  void renaming_a_directory_of_a_layer_copies_it_so_that_the_upper_directory_is_whole() {
    StageRoot stage = StageRoot.usual(StageRoot.Kind.OVERLAY, folder.resolve("stage"));
    stage.directory("var/a").text("var/a/file", "x");
    RootMount root = stage.mount();
    assertThat(runs.shell(root, "mv /var/a /var/b").status()).isZero();
    assertThat(stage.changes()).containsExactly("var", "var/a", "var/b", "var/b/file");
    assertThat(stage.upper("var/b/file")).hasContent("x");
  }

  private StageRoot bare(StageRoot.Kind kind) {
    return StageRoot.bare(kind, folder.resolve("stage")).age();
  }

  /** Names, kinds, rights, owners, sizes and times to the nanosecond. */
  private static String listing(StageRoot stage) throws IOException {
    return StageRoot.run(
        "find", stage.file("").toString(), "-printf", "%P %y %m %U %G %s %T+ %l\\n");
  }
}
