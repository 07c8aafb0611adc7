package dev.kaniko.adapters.rootfs.root;

import static dev.kaniko.adapters.rootfs.FakeTar.directory;
import static dev.kaniko.adapters.rootfs.FakeTar.file;
import static dev.kaniko.adapters.rootfs.FakeTar.hardLink;
import static dev.kaniko.adapters.rootfs.FakeTar.symlink;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.kaniko.adapters.rootfs.FakeTar;
import dev.kaniko.adapters.rootfs.Listing;
import dev.kaniko.adapters.rootfs.TestFolder;
import dev.kaniko.adapters.rootfs.TreeState;
import dev.kaniko.domain.filesystem.FileMetadata;
import dev.kaniko.domain.filesystem.FileNode;
import dev.kaniko.domain.filesystem.FileNode.Directory;
import dev.kaniko.domain.filesystem.FileNode.RegularFile;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.filesystem.LayerEntry;
import dev.kaniko.domain.filesystem.LayerEntry.OpaqueWhiteout;
import dev.kaniko.domain.filesystem.LayerEntry.Present;
import dev.kaniko.domain.filesystem.LayerEntry.Whiteout;
import dev.kaniko.domain.image.Digest;
import dev.kaniko.ports.failure.UnsafeContentFailure;
import dev.kaniko.ports.layer.ImageLayer;
import dev.kaniko.ports.rootfs.RootFilesystem;
import dev.kaniko.ports.rootfs.RootFilesystems;
import dev.kaniko.ports.rootfs.RootMount;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What every way of keeping roots has to do. */
abstract class RootFilesystemContract {
  private static final FileMetadata PLAIN = FileMetadata.ofRoot(0644, Instant.EPOCH);

  @RegisterExtension final TestFolder folders = new TestFolder();
  final FakeImages images = new FakeImages();
  final List<String> warnings = new ArrayList<>();
  Path work;
  RootFilesystems roots;

  abstract RootFilesystems open(WorkDirectory directory, LayerDecoder decoder);

  /** Whom a command finds a file to belong to that belongs to {@code owner} in the image. */
  String seenAs(String owner) {
    return owner;
  }

  @BeforeEach
  void openWorkDirectory() throws IOException {
    work = folders.make().resolve("work");
    roots = open(WorkDirectory.open(work), images);
  }

  @AfterEach
  void closeRoots() {
    roots.close();
    assertThat(Listing.of(work))
        .as("nothing but unpacked images is left")
        .allMatch(line -> line.startsWith("bases") || line.equals("builds d"));
  }

  @Test
  void a_root_of_no_layers_is_an_empty_directory() {
    RootFilesystem root = roots.fromLayers(List.of());
    assertThat(TreeState.of(root.tree())).containsExactly("/ d 755 0:0 {}");
    RootMount mount = root.mount();
    TestRunner.run(mount, path -> Files.writeString(path.resolve("a"), "x"));
    assertThat(TreeState.shape(root.changes())).containsExactly("+ /a");
  }

  @Test
  void nothing_is_fetched_before_somebody_asks() throws IOException {
    ImageLayer first = images.layer(file("a", "1"));
    ImageLayer second = images.layer(file("b", "2"));
    RootFilesystem root = roots.fromLayers(List.of(first, second));
    root.lay(List.of(present("/c", "3")));
    RootFilesystem fork = roots.fork(root);
    fork.lay(List.of(present("/d", "4")));
    assertThat(images.opened()).isZero();
    assertThat(names(fork)).containsExactly("/", "/a", "/b", "/c", "/d");
    assertThat(images.opened()).isEqualTo(2);
  }

  @Test
  void layers_are_laid_in_their_order_and_streams_are_closed() {
    RootFilesystem root =
        roots.fromLayers(
            List.of(
                images.layer(directory("./").mode(0711), file("a", "1"), file("d/x", "1")),
                images.layer(file("a", "2"), file(".wh.d", "")),
                images.layer(symlink("l", "a"), hardLink("h", "a"))));
    assertThat(names(root)).containsExactly("/", "/a", "/h", "/l");
    assertThat(content(root, "/a")).isEqualTo("2");
    assertThat(root.tree().lookup(FilePath.ROOT).orElseThrow().metadata().mode()).isEqualTo(0711);
    assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () -> {
          while (images.closed() < 3) {
            Thread.sleep(5);
          }
        });
  }

  @Test
  void what_is_laid_is_seen_at_once_and_by_the_next_command() throws IOException {
    RootFilesystem root = shellRoot(images.layer(file("etc/old", "1"), file("etc/kept", "2")));
    root.lay(
        List.of(
            new Whiteout(FilePath.of("etc/old")),
            present("/etc/new", "3"),
            new Present(FilePath.of("opt"), dir(0700)),
            present("/opt/x", "4")));
    root.lay(List.of(present("/opt/y", "5")));
    assertThat(names(root)).contains("/etc/kept", "/etc/new", "/opt/x", "/opt/y");
    assertThat(names(root)).doesNotContain("/etc/old");
    TestRunner.run(
        root.mount(),
        "test ! -e /etc/old; cat /etc/kept /etc/new /opt/x /opt/y > /out;"
            + " stat -c '%a %u' /opt >> /out");
    assertThat(TreeState.shape(root.changes())).containsExactly("+ /out");
    assertThat(content(root, "/out")).isEqualTo("2345700 0\n");
    assertThat(names(root)).contains("/opt/y", "/out").doesNotContain("/etc/old");
  }

  @Test
  void a_directory_that_is_laid_without_its_parents_leaves_them_as_they_are() throws IOException {
    RootFilesystem root =
        shellRoot(images.layer(directory("srv/").mode(0750).owner(7, 8), file("srv/a", "")));
    root.lay(List.of(present("/srv/b", "x")));
    TestRunner.run(root.mount(), "stat -c '%a %u:%g %Y' /srv > /out; ls /srv >> /out");
    root.changes();
    assertThat(content(root, "/out")).isEqualTo("750 " + seenAs("7:8") + " 1000000000\na\nb\n");
  }

  @Test
  void an_opaque_whiteout_that_is_laid_hides_what_is_below() throws IOException {
    RootFilesystem root = shellRoot(images.layer(file("d/a", ""), file("d/b/c", "")));
    root.lay(List.of(new OpaqueWhiteout(FilePath.of("d")), present("/d/new", "")));
    assertThat(names(root)).contains("/d/new").doesNotContain("/d/a", "/d/b");
    TestRunner.run(root.mount(), "ls /d > /out");
    root.changes();
    assertThat(content(root, "/out")).isEqualTo("new\n");
  }

  @Test
  void an_entry_that_no_directory_holds_is_refused() throws IOException {
    RootFilesystem root = shellRoot();
    root.lay(List.of(present("/no/such/directory", "x")));
    assertThatThrownBy(root::mount)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no directory holds /no/such/directory");
  }

  @Test
  void a_command_that_changes_nothing_has_no_changes() throws IOException {
    RootFilesystem root = shellRoot(images.layer(file("a", "x"), directory("d/")));
    TestRunner.run(
        root.mount(), "cat /a; ls -laR /bin > /dev/null 2>&1 || true; echo x > /t; rm /t");
    assertThat(root.changes()).isEmpty();
  }

  @Test
  void a_directory_of_which_only_the_time_has_changed_has_changed() throws IOException {
    RootFilesystem root = shellRoot(images.layer(file("d/x", "x"), file("e/x", "x")));
    TestRunner.run(root.mount(), "echo x > /d/t; rm /d/t; touch -d @1000000000 /e");
    assertThat(TreeState.shape(root.changes())).containsExactly("+ /d", "+ /e");
    assertThat(root.tree().lookup(FilePath.of("/e")).orElseThrow().metadata().modified())
        .isEqualTo(Instant.ofEpochSecond(1000000000));
  }

  @Test
  void changes_come_with_their_directories_in_the_order_of_paths() throws IOException {
    RootFilesystem root =
        shellRoot(
            images.layer(
                directory("usr/"),
                directory("usr/lib/").mode(0711).owner(3, 4),
                file("usr/lib/changed", "old"),
                file("usr/lib/chmodded", "x"),
                file("usr/lib/deleted", "x"),
                file("usr/lib/tree/below", "x"),
                file("usr/lib/unchanged", "x")));
    TestRunner.run(
        root.mount(),
        "cd /usr/lib; echo new > changed; chmod 600 chmodded; rm -r deleted tree;"
            + " mkdir -p made/deep; ln -s /x made/link; mkfifo made/pipe; echo z > /z");
    List<LayerEntry> changes = root.changes();
    assertThat(TreeState.shape(changes))
        .containsExactly(
            "+ /usr",
            "+ /usr/lib",
            "+ /usr/lib/changed",
            "+ /usr/lib/chmodded",
            "- /usr/lib/deleted",
            "+ /usr/lib/made",
            "+ /usr/lib/made/deep",
            "+ /usr/lib/made/link",
            "+ /usr/lib/made/pipe",
            "- /usr/lib/tree",
            "+ /z");
    FileNode lib = ((Present) changes.get(1)).node();
    assertThat(lib.metadata().mode()).isEqualTo(0711);
    assertThat(List.of(lib.metadata().uid(), lib.metadata().gid())).containsExactly(3L, 4L);
    assertThat(TreeState.content(((Present) changes.get(2)).node())).isEqualTo("new\n");
    assertThat(((Present) changes.get(3)).node().metadata().mode()).isEqualTo(0600);
  }

  @Test
  void a_tree_that_becomes_a_file_and_a_file_that_becomes_a_tree_are_told_as_they_are_now()
      throws IOException {
    RootFilesystem root =
        shellRoot(
            images.layer(
                file("tree/a", ""), file("linked/a", ""), file("file", ""), symlink("link", "x")));
    TestRunner.run(
        root.mount(),
        "rm -r tree linked file link; echo > tree; ln -s /tmp linked; mkdir file link;"
            + " echo > file/a");
    assertThat(TreeState.shape(root.changes()))
        .containsExactly("+ /file", "+ /file/a", "+ /link", "+ /linked", "+ /tree");
    assertThat(names(root)).contains("/tree").doesNotContain("/tree/a");
  }

  @Test
  void of_a_directory_made_again_only_what_is_gone_and_what_is_new_is_told() throws IOException {
    RootFilesystem root =
        shellRoot(
            images.layer(
                directory("d/"),
                file("d/gone", ""),
                file("d/sub/gone", ""),
                file("d/back", "old"),
                directory("d/sub/deep/"),
                file("d/tree/x", "")));
    TestRunner.run(
        root.mount(),
        "rm -r d; mkdir -p d/sub/deep; echo new > d/back; echo x > d/made; chmod 755 d");
    assertThat(TreeState.shape(root.changes()))
        .containsExactly(
            "+ /d",
            "+ /d/back",
            "- /d/gone",
            "+ /d/made",
            "+ /d/sub",
            "+ /d/sub/deep",
            "- /d/sub/gone",
            "- /d/tree");
    assertThat(names(root)).contains("/d/sub/deep").doesNotContain("/d/sub/gone", "/d/tree");
  }

  @Test
  void what_never_was_is_not_taken_away() throws IOException {
    RootFilesystem root = shellRoot(images.layer(file("a", "")));
    TestRunner.run(root.mount(), "echo > b; mkdir c; rm b; rmdir c; rm a; echo > a; rm a");
    assertThat(TreeState.shape(root.changes())).containsExactly("- /a");
  }

  @Test
  void names_of_one_file_are_told_as_one_file() throws IOException {
    RootFilesystem root = shellRoot(images.layer(directory("d/")));
    TestRunner.run(root.mount(), "echo x > b; ln b a; ln b d/c; ln -s y s; ln s t");
    assertThat(TreeState.shape(root.changes()))
        .containsExactly("+ /a", "= /b /a", "+ /d", "= /d/c /a", "+ /s", "= /t /s");
    TestRunner.run(root.mount(), "echo more >> d/c; stat -c %h a > n");
    assertThat(TreeState.shape(root.changes())).contains("+ /n");
  }

  @Test
  void a_new_name_of_an_old_file_brings_the_old_name_along() throws IOException {
    RootFilesystem root = shellRoot(images.layer(file("old", "x"), file("other", "x")));
    TestRunner.run(root.mount(), "ln old new");
    assertThat(TreeState.shape(root.changes())).containsExactly("+ /new", "= /old /new");
  }

  @Test
  void the_roots_own_metadata_is_told_when_it_changes_and_else_not() throws IOException {
    RootFilesystem root = shellRoot(images.layer(directory("./").mode(0711).owner(1, 2)));
    TestRunner.run(root.mount(), "stat -c '%a %u:%g' / > a");
    assertThat(TreeState.shape(root.changes())).containsExactly("+ /a");
    assertThat(content(root, "/a")).isEqualTo("711 " + seenAs("1:2") + "\n");
    TestRunner.run(root.mount(), "chmod 750 /");
    List<LayerEntry> changes = root.changes();
    assertThat(TreeState.shape(changes)).containsExactly("+ /");
    assertThat(((Present) changes.getFirst()).node().metadata().mode()).isEqualTo(0750);
    TestRunner.run(root.mount(), "stat -c '%a %u:%g' / > a");
    root.changes();
    assertThat(content(root, "/a")).isEqualTo("750 " + seenAs("1:2") + "\n");
  }

  @Test
  void every_command_sees_what_the_ones_before_it_did() throws IOException {
    RootFilesystem root = shellRoot();
    TestRunner.run(root.mount(), "mkdir d; echo 1 > d/a; echo 1 > d/b");
    root.changes();
    TestRunner.run(root.mount(), "echo 2 >> d/a; rm d/b");
    assertThat(TreeState.shape(root.changes())).containsExactly("+ /d", "+ /d/a", "- /d/b");
    root.lay(List.of(present("/d/b", "laid")));
    TestRunner.run(root.mount(), "cat d/a d/b > c; ! test -e d/c");
    assertThat(TreeState.shape(root.changes())).containsExactly("+ /c");
    assertThat(content(root, "/c")).isEqualTo("1\n2\nlaid");
  }

  @Test
  void changes_that_nobody_asked_for_are_there_all_the_same() throws IOException {
    RootFilesystem root = shellRoot();
    TestRunner.run(root.mount(), "echo 1 > a");
    assertThat(names(root)).contains("/a");
    TestRunner.run(root.mount(), "echo 2 > b");
    TestRunner.run(root.mount(), "cat a b > c");
    assertThat(TreeState.shape(root.changes())).containsExactly("+ /c");
    assertThat(content(root, "/c")).isEqualTo("1\n2\n");
    assertThatThrownBy(root::changes).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void a_root_made_from_another_starts_as_that_is_and_goes_its_own_way() throws IOException {
    RootFilesystem parent = shellRoot(images.layer(file("base", "base")));
    TestRunner.run(parent.mount(), "echo run > run");
    parent.changes();
    parent.lay(List.of(present("/laid", "laid")));
    RootFilesystem first = roots.fork(parent);
    RootFilesystem second = roots.fork(parent);
    List<String> before = TreeState.of(parent.tree());
    assertThat(TreeState.of(first.tree())).isEqualTo(before);

    TestRunner.run(first.mount(), "rm base; echo first > own; cat run laid > both");
    assertThat(TreeState.shape(first.changes())).containsExactly("- /base", "+ /both", "+ /own");
    second.lay(List.of(present("/own", "second")));
    TestRunner.run(second.mount(), "cat base own > both");
    assertThat(TreeState.shape(second.changes())).containsExactly("+ /both");

    assertThat(content(first, "/both")).isEqualTo("run\nlaid");
    assertThat(content(second, "/both")).isEqualTo("basesecond");
    assertThat(content(first, "/own")).isEqualTo("first\n");
    assertThat(TreeState.of(parent.tree())).isEqualTo(before);
    RootFilesystem grandchild = roots.fork(second);
    TestRunner.run(grandchild.mount(), "cat both > again");
    grandchild.changes();
    assertThat(content(grandchild, "/again")).isEqualTo("basesecond");
  }

  @Test
  void files_of_one_root_can_be_laid_into_another() throws IOException {
    RootFilesystem from = shellRoot();
    TestRunner.run(from.mount(), "echo built > out; chmod 751 out");
    from.changes();
    FileNode built = from.tree().lookup(FilePath.of("out")).orElseThrow();
    RootFilesystem to = roots.fromLayers(List.of(images.busybox()));
    to.lay(List.of(new Present(FilePath.of("app"), built)));
    TestRunner.run(to.mount(), "cat app > copy; stat -c %a app >> copy");
    to.changes();
    assertThat(content(to, "/copy")).isEqualTo("built\n751\n");
  }

  @Test
  void stages_may_run_at_the_same_time() throws Exception {
    if (!roots.allowsParallelStages()) {
      return; // There is one place, and roots take turns in it.
    }
    ImageLayer busybox = images.busybox();
    List<CompletableFuture<String>> stages = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      String number = String.valueOf(i);
      stages.add(
          CompletableFuture.supplyAsync(
              () -> {
                RootFilesystem root = roots.fromLayers(List.of(busybox));
                TestRunner.run(root.mount(), "echo " + number + " > me");
                root.changes();
                return content(root, "/me");
              }));
    }
    for (int i = 0; i < 4; i++) {
      assertThat(stages.get(i).get()).isEqualTo(i + "\n");
    }
  }

  @Test
  void odd_files_survive_a_command() throws IOException {
    String name = "caf\u00e9 \u00ff\n";
    RootFilesystem root = shellRoot(images.layer(file("d/" + name, "latin")));
    TestRunner.run(root.mount(), "cp -a d e; mknod null c 1 3; echo > 'back\\slash'");
    List<LayerEntry> changes = root.changes();
    assertThat(changes)
        .extracting(LayerEntry::path)
        .contains(FilePath.of("e/" + name), FilePath.of("null"), FilePath.of("back\\slash"));
    assertThat(content(root, "/e/" + name)).isEqualTo("latin");
  }

  @Test
  void a_socket_is_no_part_of_a_layer_but_what_it_replaces_is_gone() throws IOException {
    RootFilesystem root = shellRoot(images.layer(file("was", "x")));
    RootMount mount = root.mount();
    TestRunner.run(
        mount,
        path -> {
          Files.delete(path.resolve("was"));
          for (String name : List.of("was", "new")) {
            try (ServerSocketChannel server =
                ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
              server.bind(UnixDomainSocketAddress.of(path.resolve(name)));
            }
          }
        });
    assertThat(TreeState.shape(root.changes())).containsExactly("- /was");
  }

  @Test
  void a_name_that_would_mean_a_deletion_is_refused() throws IOException {
    RootFilesystem root = shellRoot();
    TestRunner.run(root.mount(), "mkdir d; echo > d/.wh.passwd");
    assertThatThrownBy(root::changes)
        .isInstanceOf(UnsafeContentFailure.class)
        .hasMessageStartingWith("/d/.wh.passwd: ");
  }

  @Test
  void contents_of_changes_are_readable_for_as_long_as_promised() throws IOException {
    RootFilesystem root = shellRoot();
    TestRunner.run(root.mount(), "echo one > a");
    RegularFile a = (RegularFile) ((Present) root.changes().getFirst()).node();
    assertThat(TreeState.content(a)).isEqualTo("one\n");
    if (roots.changesStayReadable()) {
      TestRunner.run(root.mount(), "echo two > a; rm a; echo three > a");
      root.changes();
      assertThat(TreeState.content(a)).isEqualTo("one\n");
    }
  }

  @Test
  void a_layer_with_other_content_than_the_config_says_is_refused_before_any_command() {
    ImageLayer right = images.layer(file("a", "1"));
    ImageLayer wrong =
        new ImageLayer(right.descriptor(), Digest.sha256("something else"), right.content());
    RootFilesystem root = roots.fromLayers(List.of(wrong));
    assertThatThrownBy(root::mount)
        .isInstanceOf(UnsafeContentFailure.class)
        .hasMessageContaining(right.descriptor().digest().toString())
        .hasMessageContaining(Digest.sha256("something else").toString());
    assertThatThrownBy(root::tree).as("again").isInstanceOf(UnsafeContentFailure.class);
  }

  @Test
  void a_blob_that_fails_its_check_behind_the_tar_is_refused() {
    ImageLayer right = images.layer(file("a", "1"));
    byte[] blob = read(right);
    ImageLayer wrong = images.layer(blob, Digest.sha256("other"), right.diffId());
    assertThatThrownBy(() -> roots.fromLayers(List.of(wrong)).tree())
        .isInstanceOf(UnsafeContentFailure.class)
        .hasMessageContaining("the blob has other bytes");
  }

  @Test
  void a_hostile_layer_is_named() {
    ImageLayer layer = images.layer(hardLink("a", "../../etc/passwd"));
    assertThatThrownBy(() -> roots.fromLayers(List.of(layer)).mount())
        .isInstanceOf(UnsafeContentFailure.class)
        .hasMessageStartingWith("layer " + layer.descriptor().digest() + ": /a: ");
  }

  private static byte[] read(ImageLayer layer) {
    try (var stream = layer.content().open()) {
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  RootFilesystem shellRoot(ImageLayer... above) throws IOException {
    List<ImageLayer> layers = new ArrayList<>();
    layers.add(images.busybox());
    layers.addAll(List.of(above));
    return roots.fromLayers(layers);
  }

  static List<String> names(RootFilesystem root) {
    return TreeState.of(root.tree()).stream().map(line -> line.split(" ")[0]).toList();
  }

  static String content(RootFilesystem root, String path) {
    return TreeState.content(root.tree().lookup(FilePath.of(path)).orElseThrow());
  }

  static LayerEntry present(String path, String content) {
    byte[] bytes = content.getBytes(StandardCharsets.ISO_8859_1);
    return new Present(FilePath.of(path), new RegularFile(PLAIN, bytes));
  }

  static Directory dir(int mode) {
    return new Directory(FileMetadata.ofRoot(mode, FakeTar.TIME));
  }
}
