package dev.kaniko.adapters.rootfs.tree.write;

import static dev.kaniko.adapters.rootfs.FakeTar.device;
import static dev.kaniko.adapters.rootfs.FakeTar.directory;
import static dev.kaniko.adapters.rootfs.FakeTar.fifo;
import static dev.kaniko.adapters.rootfs.FakeTar.file;
import static dev.kaniko.adapters.rootfs.FakeTar.hardLink;
import static dev.kaniko.adapters.rootfs.FakeTar.symlink;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaniko.adapters.rootfs.FakeTar.Member;
import dev.kaniko.adapters.rootfs.TestFolder;
import dev.kaniko.adapters.rootfs.tree.LeftAlone;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.ports.failure.UnsafeContentFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Layers that attack. What lies beside the root is watched after every test. */
class HostileLayerTest extends UnpackingCase {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../outside/canary",
        "../../../../../../../../../outside/canary",
        "a/../../outside/canary",
        "./../outside/canary",
        "/../outside/canary",
        "..//outside/canary"
      })
  void a_name_that_climbs_stops_at_the_root(String name) throws IOException {
    unpack(file(name, "hostile"), directory("../outside/dir/").mode(0));
    assertThat(files()).containsExactly("outside d", "outside/canary f", "outside/dir d");
  }

  @Test
  void an_absolute_name_is_read_from_the_root() throws IOException {
    unpack(file(outside() + "/canary", "hostile"));
    assertThat(files()).last().asString().endsWith("outside/canary f");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\0b", "\0"})
  void a_name_that_no_file_can_have_is_an_error(String name) {
    assertUnsafe(file(name, "x"));
  }

  @Test
  void the_root_can_be_nothing_but_a_directory() {
    for (String name : List.of(".", "./", "/", "..", "a/..")) {
      assertUnsafe(symlink(name, outside().toString()));
      assertUnsafe(file(name, "x"));
      assertUnsafe(fifo(name));
      assertUnsafe(device(name, 1, 3));
      assertUnsafe(file("f", "x"), hardLink(name, "f"));
    }
    assertThat(root()).isDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {"relative", "absolute", "chain", "dotdot"})
  void no_kind_of_entry_gets_out_through_a_link(String kind) throws IOException {
    List<Member> layer = new ArrayList<>(links());
    layer.add(file(kind + "/file", "hostile"));
    layer.add(directory(kind + "/newdir/"));
    layer.add(directory(kind + "/dir/").mode(0).owner(666, 666).time(Instant.EPOCH));
    layer.add(symlink(kind + "/link", "x"));
    layer.add(fifo(kind + "/fifo"));
    layer.add(device(kind + "/device", 1, 3));
    layer.add(file(kind + "/canary", "hostile"));
    layer.add(hardLink(kind + "/second", kind + "/canary"));
    layer.add(file(kind + "/a/b/c/deep", "hostile"));
    unpack(layer.toArray(Member[]::new));
    assertThat(files()).anyMatch(line -> line.endsWith("/canary f"));
  }

  /** All lead to the folder beside the root, for somebody who follows them from outside. */
  private List<Member> links() {
    return List.of(
        symlink("relative", "../outside"),
        symlink("absolute", outside().toString()),
        symlink("chain", "absolute"),
        symlink("sub/up", "../.."),
        symlink("dotdot", "sub/up/outside"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"relative", "absolute", "chain", "dotdot"})
  void no_whiteout_gets_out_through_a_link(String kind) throws IOException {
    unpack(links().toArray(Member[]::new));
    unpack(
        file(kind + "/.wh.canary", ""),
        file(kind + "/dir/.wh.canary", ""),
        file(kind + "/.wh.dir", ""));
    unpack(file(kind + "/.wh..wh..opq", ""));
    unpack(file(kind + "/dir/.wh..wh..opq", ""));
    assertThat(files()).as("links are left standing").anyMatch(line -> line.startsWith(kind));
    unpack(file(".wh." + kind, ""));
    assertThat(files()).noneMatch(line -> line.startsWith(kind));
  }

  @Test
  void a_tree_that_is_replaced_is_removed_without_following_its_links() throws IOException {
    unpack(symlink("d/relative", "../../outside"), symlink("d/absolute", outside().toString()));
    unpack(file("d", "x"));
    assertThat(files()).containsExactly("d f");
  }

  @ParameterizedTest
  @ValueSource(strings = {".wh.", ".wh..", ".wh...", "d/.wh.", "d/.wh..", "d/.wh...", ".wh../"})
  void a_whiteout_that_names_no_entry_is_an_error_and_removes_nothing(String name)
      throws IOException {
    unpack(file("d/kept", ""), file("kept", ""));
    List<String> before = files();
    assertUnsafe(file(name, ""));
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void an_entry_inside_a_whiteout_is_an_error() {
    assertUnsafe(file(".wh.a/b", ""));
    assertUnsafe(file("d/.wh.a/.wh.b", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../outside/canary",
        "/../outside/canary",
        "a/../../outside/canary",
        "missing",
        "pom.xml",
        "./pom.xml",
        "dir",
        "",
        ".",
        "/",
        "file/below",
        "a\0b"
      })
  void a_hard_link_leads_to_a_file_of_the_root_or_is_an_error(String target) throws IOException {
    assertThat(Path.of("pom.xml")).as("the working directory holds the name").exists();
    unpack(directory("dir/"), file("file", ""));
    assertUnsafe(hardLink("second", target));
    assertThat(files()).containsExactly("dir d", "file f");
  }

  @Test
  void an_absolute_hard_link_never_leads_to_the_machines_file() throws IOException {
    assertUnsafe(hardLink("second", outside() + "/canary"));
    assertUnsafe(hardLink("passwd", "/etc/passwd"));
    for (Member link : links()) {
      unpack(link);
    }
    for (String kind : List.of("relative", "absolute", "chain", "dotdot")) {
      assertUnsafe(hardLink("second", kind + "/canary"));
    }
    assertThat(files()).noneMatch(line -> line.startsWith("second"));
  }

  @Test
  void a_hard_link_to_what_it_replaces_is_an_error() throws IOException {
    unpack(file("d/file", ""));
    assertUnsafe(hardLink("d", "d/file"));
  }

  @Test
  void the_mode_and_owner_of_a_hard_link_to_a_symlink_are_not_those_of_its_target()
      throws IOException {
    unpack(
        file("target", ""),
        symlink("link", "target"),
        symlink("out", outside() + "/canary"),
        hardLink("second", "link").mode(0).owner(6, 6),
        hardLink("third", "out").mode(0).owner(6, 6).time(Instant.EPOCH));
    assertThat(filesInFull())
        .anyMatch(line -> line.startsWith("target f 644 0:0 "))
        .anyMatch(line -> line.startsWith("second l 777 6:6 "));
  }

  @Test
  void links_that_form_a_loop_are_an_error() throws IOException {
    unpack(symlink("a", "b"), symlink("b", "a"), symlink("self", "self/x"));
    assertUnsafe(file("a/file", ""));
    assertUnsafe(file("self/file", ""));
    assertUnsafe(hardLink("h", "a/file"));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 2, 4, Long.MAX_VALUE})
  void content_of_another_size_than_announced_is_an_error(long size) {
    assertUnsafe(file("f", "abc").size(size));
  }

  @Test
  void numbers_that_no_device_has_are_an_error() {
    assertUnsafe(device("d", 0x1000, 0));
    assertUnsafe(device("d", 1, 0x100000));
    assertUnsafe(device("d", -1, 0));
    assertUnsafe(device("d", 0, -1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\0b"})
  void a_symlink_that_says_nothing_is_an_error(String target) {
    assertUnsafe(symlink("l", target));
    assertUnsafe(symlink("l", "x".repeat(5000)));
  }

  @Test
  void a_path_longer_than_any_that_is_of_use_is_an_error() {
    assertUnsafe(file("d/".repeat(500_000) + "file", "x"));
    assertThat(files()).isEmpty();
  }

  @Test
  void a_very_deep_tree_is_removed_without_a_stack_or_descriptors_as_deep() throws IOException {
    String deep = "d/".repeat(3_000);
    unpack(file(deep + "file", "x"));
    unpack(file(".wh.d", ""));
    assertThat(files()).isEmpty();
  }

  @Test
  void what_is_left_alone_is_neither_written_nor_removed() throws IOException {
    unpack(file("run/secrets/token", "mine"), file("run/other", ""), symlink("var/run", "/run"));
    LeftAlone secrets = LeftAlone.of(List.of(FilePath.of("run/secrets")));
    List<String> before = filesInFull();
    unpack(
        secrets,
        file("run/secrets/token", "hostile"),
        file("var/run/secrets/a/b/token", "hostile"),
        directory("run/secrets/").mode(0),
        directory("var/run/secrets/").mode(0),
        file("run/secrets/.wh.token", ""),
        file("run/secrets/.wh..wh..opq", ""),
        file("run/.wh.secrets", ""));
    assertThat(filesInFull()).isEqualTo(before);
    unpack(secrets, file(".wh.run", ""), file("new/file", ""));
    unpack(secrets, file(".wh..wh..opq", ""));
    assertThat(files()).containsExactly("run d", "run/secrets d", "run/secrets/token f");
    assertThatThrownBy(() -> unpack(secrets, symlink("run", "x")))
        .isInstanceOf(UnsafeContentFailure.class)
        .hasMessageContaining("something has to stay");
    assertThat(files()).containsExactly("run d", "run/secrets d", "run/secrets/token f");
  }

  @Test
  void a_mount_point_in_a_tree_that_is_replaced_keeps_its_files() throws Exception {
    unpack(directory("d/"), directory("d/mounted/"));
    Path mounted = root().resolve("d/mounted");
    TestFolder.run("mount", "--bind", outside().toString(), mounted.toString());
    try {
      assertThatThrownBy(() -> unpack(file("d", "x")))
          .hasMessageContaining("/d/mounted is a mount point");
      assertThat(Files.exists(mounted.resolve("canary"))).isTrue();
    } finally {
      TestFolder.run("umount", mounted.toString());
    }
  }

  private void assertUnsafe(Member... members) {
    AbstractThrowableAssert<?, ?> failure = assertThatThrownBy(() -> unpack(members));
    failure.isInstanceOf(UnsafeContentFailure.class).hasMessageStartingWith("layer ");
  }
}
