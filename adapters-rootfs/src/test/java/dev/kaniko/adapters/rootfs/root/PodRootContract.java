package dev.kaniko.adapters.rootfs.root;

import static dev.kaniko.adapters.rootfs.FakeTar.directory;
import static dev.kaniko.adapters.rootfs.FakeTar.file;
import static dev.kaniko.adapters.rootfs.FakeTar.symlink;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kaniko.adapters.rootfs.TestFolder;
import dev.kaniko.adapters.rootfs.TreeState;
import dev.kaniko.adapters.rootfs.root.directory.DirectoryRootFilesystems;
import dev.kaniko.adapters.rootfs.root.inplace.Pod;
import dev.kaniko.adapters.rootfs.root.inplace.PodDwellings;
import dev.kaniko.domain.filesystem.FileNode.RegularFile;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.filesystem.LayerEntry;
import dev.kaniko.ports.rootfs.RootFilesystem;
import dev.kaniko.ports.rootfs.RootFilesystems;
import dev.kaniko.ports.rootfs.RootMount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Roots that take turns in a directory that stands for a pod's root: it has files of its own, a
 * file mounted as container engines mount {@code resolv.conf}, and a volume.
 */
abstract class PodRootContract extends RootFilesystemContract {
  private Path pod;

  abstract Path makePod() throws IOException;

  @Override
  RootFilesystems open(WorkDirectory directory, LayerDecoder decoder) {
    try {
      pod = makePod();
      Files.writeString(pod.resolve("of-the-container"), "goes");
      Files.createDirectories(pod.resolve("kept/deep"));
      Files.writeString(pod.resolve("kept/deep/file"), "kept");
      mount("etc/resolv.conf", Files.createFile(pod.resolve("kept/resolv.conf")));
      mount("var/run/secrets", Files.createDirectory(pod.resolve("kept/secrets")));
      Files.writeString(pod.resolve("kept/secrets/token"), "secret");
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
    Pod place = new Pod(pod, new RootMount.Directory(pod), Set.of(FilePath.of("/kept")));
    PodDwellings dwellings = new PodDwellings(directory, place, false, warnings::add);
    return new DirectoryRootFilesystems(dwellings, decoder, warnings::add);
  }

  private void mount(String at, Path source) throws IOException, InterruptedException {
    Path point = pod.resolve(at);
    Files.createDirectories(point.getParent());
    if (Files.isDirectory(source)) {
      Files.createDirectory(point);
    } else {
      Files.createFile(point);
    }
    TestFolder.run("mount", "--bind", source.toString(), point.toString());
  }

  @AfterEach
  void what_is_not_the_images_is_as_it_was() throws IOException, InterruptedException {
    assertThat(pod.resolve("kept/deep/file")).hasContent("kept");
    assertThat(pod.resolve("kept/secrets/token")).hasContent("secret");
    roots.close();
    TestFolder.run("umount", pod.resolve("etc/resolv.conf").toString());
    TestFolder.run("umount", pod.resolve("var/run/secrets").toString());
    removePod(pod);
  }

  /** Undoes what {@link #makePod} did beyond making a folder. */
  abstract void removePod(Path folder) throws IOException, InterruptedException;

  @Test
  void nothing_in_the_pod_is_touched_before_a_command_is_to_run() throws IOException {
    RootFilesystem root = shellRoot(images.layer(file("a", "1")));
    root.lay(List.of(present("/b", "2")));
    assertThat(content(root, "/a")).isEqualTo("1");
    assertThat(pod.resolve("of-the-container")).hasContent("goes");
    root.mount();
    assertThat(pod.resolve("of-the-container")).doesNotExist();
    assertThat(pod.resolve("b")).hasContent("2");
  }

  @Test
  void what_the_image_has_under_a_mount_is_in_the_image_and_not_in_the_pod() throws IOException {
    RootFilesystem root =
        shellRoot(
            images.layer(
                directory("etc/").mode(0711),
                file("etc/resolv.conf", "image's"),
                file("etc/other", "x"),
                file("kept/deep/file", "image's")));
    TestRunner.run(root.mount(), "test ! -s etc/resolv.conf; cat kept/deep/file > seen");
    assertThat(TreeState.shape(root.changes())).containsExactly("+ /seen");
    assertThat(content(root, "/seen")).isEqualTo("kept");
    assertThat(content(root, "/etc/resolv.conf")).isEqualTo("image's");
    assertThat(content(root, "/kept/deep/file")).isEqualTo("image's");
    assertThat(root.tree().children(FilePath.of("/etc"))).containsOnlyKeys("other", "resolv.conf");
    assertThat(root.tree().lookup(FilePath.of("/etc")).orElseThrow().metadata().mode())
        .isEqualTo(0711);
  }

  @Test
  void directories_that_only_hold_mounts_are_not_the_images() throws IOException {
    RootFilesystem root = shellRoot();
    TestRunner.run(root.mount(), "test -d etc; test -d var/run/secrets");
    assertThat(root.changes()).isEmpty();
    assertThat(names(root)).doesNotContain("/etc", "/var", "/kept");
    TestRunner.run(root.mount(), "echo > etc/new");
    assertThat(TreeState.shape(root.changes())).containsExactly("+ /etc", "+ /etc/new");
    RootFilesystem other = shellRoot();
    other.mount();
    assertThat(names(root)).contains("/etc", "/etc/new").doesNotContain("/var", "/etc/resolv.conf");
    assertThat(names(other)).doesNotContain("/etc");
  }

  @Test
  void a_link_in_whose_place_the_pod_has_a_directory_with_a_mount_stays_the_images()
      throws IOException {
    RootFilesystem root =
        shellRoot(images.layer(directory("run/"), directory("var/"), symlink("var/run", "/run")));
    TestRunner.run(root.mount(), "test ! -L var/run; echo > var/run/pid; echo > var/new");
    assertThat(TreeState.shape(root.changes())).containsExactly("+ /var", "+ /var/new");
    assertThat(TreeState.of(root.tree())).anyMatch(line -> line.startsWith("/var/run l"));
    assertThat(warnings)
        .containsExactly(
            "/var/run: the image has no directory there, but this container has, with a mount in"
                + " it; what commands write there is not in the image");

    RootFilesystem next = shellRoot(images.layer(directory("var/"), directory("var/run/")));
    next.mount();
    assertThat(pod.resolve("var/run")).isDirectoryNotContaining("glob:**/pid");
  }

  @Test
  void what_a_base_has_under_a_mount_is_not_worth_a_warning() throws IOException {
    RootFilesystem root = shellRoot(images.layer(file("etc/resolv.conf", "image's")));
    root.mount();
    RootFilesystem forked = roots.fork(root);
    forked.mount();
    assertThat(content(forked, "/etc/resolv.conf")).isEqualTo("image's");
    assertThat(warnings).isEmpty();
  }

  @Test
  void what_commands_will_not_see_is_told_once() throws IOException {
    RootFilesystem root = shellRoot();
    root.lay(List.of(present("/kept", "a"), present("/a", "b")));
    root.mount();
    root.lay(List.of(present("/kept", "b")));
    root.mount();
    assertThat(warnings)
        .containsExactly(
            "/kept: commands find this container's own there, not what instructions put there;"
                + " what commands write there is not in the image");
  }

  @Test
  void a_command_may_remove_a_directory_that_holds_what_is_left_alone_nowhere() throws IOException {
    RootFilesystem root = shellRoot(images.layer(directory("etc/"), file("etc/a", "1")));
    TestRunner.run(root.mount(), "rm etc/a");
    assertThat(TreeState.shape(root.changes())).containsExactly("+ /etc", "- /etc/a");
    shellRoot().mount();
    assertThat(names(root)).contains("/etc").doesNotContain("/etc/a");
  }

  @Test
  void roots_take_turns_and_stay_readable_while_they_wait() throws IOException {
    RootFilesystem first = shellRoot(images.layer(file("etc/conf", "first"), file("a", "1")));
    TestRunner.run(first.mount(), "echo changed > a");
    first.changes();
    RegularFile held = (RegularFile) first.tree().lookup(FilePath.of("/a")).orElseThrow();
    List<String> before = TreeState.of(first.tree());

    RootFilesystem second = shellRoot(images.layer(file("a", "2")));
    TestRunner.run(second.mount(), "test ! -e etc/conf; echo > b");
    assertThat(TreeState.shape(second.changes())).containsExactly("+ /b");

    assertThat(TreeState.content(held)).isEqualTo("changed\n");
    assertThat(TreeState.of(first.tree())).isEqualTo(before);

    TestRunner.run(
        first.mount(),
        "test $(cat a) = changed; test $(cat etc/conf) = first; test ! -e b; echo > c");
    assertThat(TreeState.shape(first.changes())).containsExactly("+ /c");
    assertThat(content(second, "/a")).isEqualTo("2");
  }

  @Test
  void what_is_laid_under_a_mount_is_in_the_image_only() throws IOException {
    RootFilesystem root = shellRoot();
    TestRunner.run(root.mount(), "true");
    root.lay(List.<LayerEntry>of(entry("/kept"), present("/kept/file", "laid")));
    TestRunner.run(root.mount(), "test ! -e kept/file");
    assertThat(root.changes()).isEmpty();
    assertThat(content(root, "/kept/file")).isEqualTo("laid");
    assertThat(pod.resolve("kept/file")).doesNotExist();
  }

  private static LayerEntry entry(String path) {
    return new LayerEntry.Present(FilePath.of(path), dir(0755));
  }
}
