package dev.kaniko.adapters.rootfs.root;

import static dev.kaniko.adapters.rootfs.FakeTar.directory;
import static dev.kaniko.adapters.rootfs.FakeTar.file;
import static dev.kaniko.adapters.rootfs.FakeTar.hardLink;
import static dev.kaniko.adapters.rootfs.FakeTar.symlink;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaniko.adapters.rootfs.FakeTar;
import dev.kaniko.adapters.rootfs.Listing;
import dev.kaniko.adapters.rootfs.TestFolder;
import dev.kaniko.adapters.rootfs.TreeState;
import dev.kaniko.adapters.rootfs.root.directory.DirectoryRootFilesystems;
import dev.kaniko.adapters.rootfs.root.guest.Guest;
import dev.kaniko.adapters.rootfs.root.guest.GuestDwellings;
import dev.kaniko.adapters.rootfs.root.inplace.Pod;
import dev.kaniko.domain.filesystem.FileMetadata;
import dev.kaniko.domain.filesystem.FileNode;
import dev.kaniko.domain.filesystem.FileNode.Directory;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.filesystem.LayerEntry.Present;
import dev.kaniko.ports.failure.EnvironmentFailure;
import dev.kaniko.ports.layer.ImageLayer;
import dev.kaniko.ports.rootfs.RootFilesystem;
import dev.kaniko.ports.rootfs.RootMount;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * User 1000 in a directory that stands for a pod's root: root's, with some directories that belong
 * to user 1000. Commands run there as that user.
 */
class GuestPermissionsTest {
  @RegisterExtension final TestFolder folders = new TestFolder();
  private final FakeImages images = new FakeImages();
  private final List<String> warnings = new ArrayList<>();
  private Path pod;
  private List<String> before;
  private DirectoryRootFilesystems roots;

  @BeforeEach
  void makePod() throws IOException, InterruptedException {
    pod = folders.make();
    Files.setPosixFilePermissions(pod, PosixFilePermissions.fromString("rwxr-xr-x"));
    for (String name : List.of("bin", "data", "home")) {
      Files.createDirectory(pod.resolve(name));
      own(name);
    }
    Files.createDirectories(pod.resolve("kept/below"));
    Files.writeString(pod.resolve("kept/below/file"), "kept");
    before = Listing.inFull(pod);
    Path work = folders.make().resolve("work");
    roots =
        new DirectoryRootFilesystems(
            new GuestDwellings(
                WorkDirectory.open(work),
                new Pod(pod, new RootMount.Directory(pod), Set.of(FilePath.of("/kept"))),
                new Guest(1000, 1000, List.of(2000L)),
                warnings::add),
            images,
            warnings::add);
  }

  private void own(String name) throws IOException, InterruptedException {
    TestFolder.run("chown", "-R", "1000:1000", pod.resolve(name).toString());
  }

  @AfterEach
  void nothing_is_left_behind() throws IOException {
    roots.close();
    assertThat(Listing.inFull(pod)).isEqualTo(before);
  }

  private RootFilesystem root(FakeTar.Member... above) throws IOException {
    List<ImageLayer> layers = new ArrayList<>();
    layers.add(
        images.layer(
            directory("./"), file("bin/sh", busybox()).mode(0755), symlink("bin/cat", "sh")));
    layers.add(images.layer(directory("data/").owner(1000, 1000)));
    layers.add(images.layer(above));
    return roots.fromLayers(layers);
  }

  private static String busybox() throws IOException {
    return new String(Files.readAllBytes(Path.of("/bin/busybox")), StandardCharsets.ISO_8859_1);
  }

  /** Runs a script as user 1000 and gives what it has changed, with owners and modes. */
  private List<String> changes(RootFilesystem root, String script) {
    run(root.mount(), script);
    return root.changes().stream()
        .map(
            entry ->
                entry instanceof Present(FilePath path, FileNode node)
                    ? path + " " + described(node.metadata())
                    : TreeState.shape(List.of(entry)).getFirst())
        .toList();
  }

  private static String described(FileMetadata it) {
    return Integer.toOctalString(it.mode()) + " " + it.uid() + ":" + it.gid();
  }

  private static void run(RootMount mount, String script) {
    TestRunner.run(
        mount,
        root ->
            TestFolder.run(
                "chroot",
                "--userspec=1000:1000",
                "--groups=2000",
                root.toString(),
                "/bin/sh",
                "-e",
                "-c",
                script));
  }

  private static String of(RootFilesystem root, String path) {
    return described(root.tree().lookup(FilePath.of(path)).orElseThrow().metadata());
  }

  @Test
  void what_a_command_makes_is_the_guests_and_the_rest_stays_whose_it_was() throws IOException {
    RootFilesystem root = root(file("data/roots", "x").owner(0, 7).mode(0640));
    assertThat(changes(root, "umask 027; mkdir /data/d; echo > /data/d/f"))
        .containsExactly("/data 755 1000:1000", "/data/d 750 1000:1000", "/data/d/f 640 1000:1000");
    assertThat(of(root, "/data/roots")).isEqualTo("640 0:7");
    assertThat(of(root, "/bin/sh")).isEqualTo("755 0:0");
  }

  @Test
  void what_the_image_forbids_its_user_fails() throws IOException {
    RootFilesystem root =
        root(
            file("data/other", "x").owner(0, 0).mode(0644),
            directory("home/").owner(0, 0).mode(0755),
            file("home/a", "x"));
    for (String script :
        List.of("echo > /data/other", "echo > /home/b", "rm /home/a", "echo > /bin/new")) {
      RootMount mount = root.mount();
      assertThatThrownBy(() -> run(mount, script)).as(script).hasMessageContaining("denied");
      assertThat(root.changes()).as(script).isEmpty();
    }
  }

  @Test
  void what_the_image_hides_from_its_user_is_hidden_and_stays_as_it_is() throws IOException {
    RootFilesystem root =
        root(
            directory("home/").owner(0, 0).mode(0711),
            directory("home/closed/").owner(0, 0).mode(0700),
            file("home/closed/file", "x"),
            directory("data/moved/").owner(1000, 1000),
            file("data/moved/secret", "of root").owner(0, 0).mode(0600));
    RootMount mount = root.mount();
    for (String script :
        List.of("ls /home", "ls /home/closed", "cat /home/closed/file", "cat /data/moved/secret")) {
      assertThatThrownBy(() -> run(mount, script)).as(script).hasMessageContaining("denied");
    }
    run(mount, "cd /data; mv moved renamed; echo > new");
    assertThat(TreeState.shape(root.changes()))
        .containsExactly(
            "+ /data", "- /data/moved", "+ /data/new", "+ /data/renamed", "+ /data/renamed/secret");
    assertThat(of(root, "/data/renamed/secret")).isEqualTo("600 0:0");
    assertThat(
            TreeState.content(
                root.tree().lookup(FilePath.of("/data/renamed/secret")).orElseThrow()))
        .isEqualTo("of root");
    assertThat(changes(root, "echo > /data/new")).hasSize(2);
    assertThat(of(root, "/home/closed")).isEqualTo("700 0:0");
  }

  @Test
  void what_the_image_allows_its_user_by_group_or_to_all_is_done_in_the_owners_name()
      throws IOException {
    RootFilesystem root =
        root(
            file("data/group", "x").owner(5, 2000).mode(0664),
            file("data/all", "x").owner(5, 6).mode(0606));
    assertThat(changes(root, "echo 1 >> /data/group; echo 1 >> /data/all"))
        .containsExactly("/data 755 1000:1000", "/data/all 606 5:6", "/data/group 664 5:2000");
  }

  @Test
  void a_file_that_is_replaced_is_the_guests_and_one_that_is_renamed_is_not() throws IOException {
    RootFilesystem root =
        root(
            file("data/a", "x").owner(5, 6),
            file("data/b", "x").owner(5, 6),
            file("data/c", "x")
                .owner(5, 6)
                .xattrs(Map.of("security.capability", "\1\0\0\2\0\4\0\0\0\0\0\0\0\0\0\0\0\0\0\0")));
    assertThat(changes(root, "cd /data; rm a; echo > a; echo > n; mv n b; mv c moved; rm -f c"))
        .containsExactly(
            "/data 755 1000:1000",
            "/data/a 644 1000:1000",
            "/data/b 644 1000:1000",
            "- /data/c",
            "/data/moved 644 5:6");
    assertThat(root.tree().lookup(FilePath.of("/data/moved")).orElseThrow().metadata().xattrs())
        .containsKey("security.capability");
  }

  @Test
  void names_of_one_file_stay_names_of_one_file() throws IOException {
    RootFilesystem root =
        root(
            file("data/one", "x").owner(5, 6).mode(0666),
            hardLink("data/two", "data/one").owner(5, 6).mode(0666));
    run(root.mount(), "cd /data; echo more >> one; ln two three");
    assertThat(TreeState.shape(root.changes()))
        .containsExactly(
            "+ /data", "+ /data/one", "= /data/three /data/one", "= /data/two /data/one");
    run(root.mount(), "cd /data; echo again >> three; cat one > seen");
    root.changes();
    assertThat(TreeState.content(root.tree().lookup(FilePath.of("/data/seen")).orElseThrow()))
        .isEqualTo("xmore\nagain\n");
    assertThat(of(root, "/data/three")).isEqualTo("666 5:6");
  }

  @Test
  void only_its_owner_changes_a_mode() throws IOException {
    RootFilesystem root = root(file("data/roots", "x"), file("data/own", "x").owner(1000, 1000));
    assertThat(changes(root, "chmod 600 /data/roots /data/own"))
        .containsExactly("/data 755 1000:1000", "/data/own 600 1000:1000", "/data/roots 644 0:0");
  }

  @Test
  void what_is_made_unreadable_is_read_all_the_same() throws IOException {
    RootFilesystem root = root();
    assertThat(changes(root, "cd /data; mkdir d; echo secret > d/f; chmod 0 d/f; chmod 0 d"))
        .containsExactly("/data 755 1000:1000", "/data/d 0 1000:1000", "/data/d/f 0 1000:1000");
    assertThat(TreeState.content(root.tree().lookup(FilePath.of("/data/d/f")).orElseThrow()))
        .isEqualTo("secret\n");
    assertThat(changes(root, "true")).isEmpty();
  }

  @Test
  void what_is_made_in_a_directory_with_setgid_has_its_group() throws IOException {
    RootFilesystem root = root(directory("data/g/").owner(0, 50).mode(02777));
    assertThat(changes(root, "mkdir /data/g/d; echo > /data/g/d/f"))
        .containsExactly(
            "/data 755 1000:1000",
            "/data/g 2777 0:50",
            "/data/g/d 2755 1000:50",
            "/data/g/d/f 644 1000:50");
  }

  @Test
  void what_is_laid_between_commands_is_seen_with_its_rights() throws IOException {
    RootFilesystem root = root(directory("home/"));
    run(root.mount(), "true");
    root.changes();
    FileMetadata plain = FileMetadata.ofRoot(0755, Instant.EPOCH);
    root.lay(
        List.of(
            new Present(FilePath.of("/home/a"), new Directory(plain)),
            new Present(FilePath.of("/home/b"), new Directory(plain.withOwner(1000, 1000)))));
    assertThat(changes(root, "! mkdir /home/a/x 2>/dev/null; mkdir /home/b/x"))
        .containsExactly("/home 755 0:0", "/home/b 755 1000:1000", "/home/b/x 755 1000:1000");
  }

  @Test
  void roots_take_turns_and_keep_what_was_done_in_them() throws IOException {
    RootFilesystem first = root();
    run(first.mount(), "echo one > /data/f");
    first.changes();
    RootFilesystem second = roots.fork(first);
    run(second.mount(), "echo two >> /data/f");
    second.changes();
    RootFilesystem third = root();
    run(third.mount(), "! test -e /data/f");
    third.changes();
    run(second.mount(), "test \"$(cat /data/f)\" = \"$(echo one; echo two)\"");
    assertThat(second.changes()).isEmpty();
    assertThat(TreeState.content(first.tree().lookup(FilePath.of("/data/f")).orElseThrow()))
        .isEqualTo("one\n");
  }

  @Test
  void an_image_that_has_no_place_in_the_pod_is_refused_and_nothing_is_touched()
      throws IOException {
    RootFilesystem root =
        root(directory("srv/"), file("opt/deep/file", ""), FakeTar.device("data/null", 1, 3));
    assertThat(root.obstacle().orElseThrow().reason())
        .isEqualTo(
            "user 1000 cannot lay the image's files into this container: /opt, /srv: not to be"
                + " made in / (owner 0:0, mode 0755); /data/null: a device, which only root can"
                + " make");
    assertThatThrownBy(root::mount)
        .isInstanceOf(EnvironmentFailure.class)
        .hasMessageContaining("/srv: not to be made");
    assertThat(Listing.inFull(pod)).isEqualTo(before);
  }

  @Test
  void files_of_others_in_the_pod_are_an_obstacle_to_every_image() throws IOException {
    Files.writeString(pod.resolve(".dockerenv"), "");
    Files.writeString(pod.resolve("of-others"), "");
    before = Listing.inFull(pod);
    assertThat(root().obstacle().map(it -> it.reason()))
        .isEqualTo(
            Optional.of(
                "user 1000 cannot lay the image's files into this container: /of-others: the"
                    + " container's own, which cannot be removed"));
  }

  @Test
  void a_directory_of_others_will_do_where_commands_need_no_more() throws IOException {
    Files.createDirectory(pod.resolve("srv"));
    before = Listing.inFull(pod);
    RootFilesystem closed = root(directory("srv/").mode(0700));
    assertThat(closed.obstacle()).isEmpty();
    assertThat(changes(closed, "echo > /data/f")).hasSize(2);
    assertThat(of(closed, "/srv")).isEqualTo("700 0:0");
    assertThat(root(directory("srv/").mode(0777)).obstacle().orElseThrow().reason())
        .endsWith("/srv: more open to commands in the image than in the container");
  }
}
