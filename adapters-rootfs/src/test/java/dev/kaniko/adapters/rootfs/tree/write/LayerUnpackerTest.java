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
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Layers as they are found in the wild: odd, but legal. */
class LayerUnpackerTest extends UnpackingCase {

  @Test
  void a_whiteout_takes_a_file_a_tree_and_a_link_away_and_nothing_else() throws IOException {
    unpack(
        file("a/file", "1"),
        file("a/tree/below/deep", "2"),
        symlink("a/link", "tree"),
        file("a/fil", "3"),
        file("file", "4"));
    unpack(file("a/.wh.file", ""), file("a/.wh.tree", ""), file("a/.wh.link", ""));
    assertThat(files()).containsExactly("a d", "a/fil f", "file f");
  }

  @Test
  void a_whiteout_of_nothing_makes_nothing() throws IOException {
    unpack(file(".wh.missing", ""), file("no/such/directory/.wh.file", ""));
    assertThat(files()).isEmpty();
  }

  @Test
  void what_a_layer_has_survives_its_own_whiteouts_in_any_order() throws IOException {
    unpack(file("before", "old"), file("after", "old"), file("d/lower", ""), file("e/lower", ""));
    unpack(
        file(".wh.before", ""),
        file("before", "new"),
        file("after", "new"),
        file(".wh.after", ""),
        file("d/upper", "new"),
        file(".wh.d", ""),
        file(".wh.e", ""),
        file("e/upper", "new"));
    assertThat(files())
        .containsExactly("after f", "before f", "d d", "d/upper f", "e d", "e/upper f");
    assertThat(content("before")).isEqualTo("new");
    assertThat(content("after")).isEqualTo("new");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5})
  void an_opaque_whiteout_hides_what_is_below_wherever_in_the_tar_it_is(int position)
      throws IOException {
    unpack(
        file("d/lower", ""),
        file("d/both", "old"),
        file("d/sub/lower", ""),
        file("d/sub/deep/lower", ""),
        file("d/gone/lower", ""),
        symlink("d/link", "/"),
        file("beside", ""));
    List<Member> layer =
        new java.util.ArrayList<>(
            List.of(
                directory("d/"),
                file("d/both", "new"),
                directory("d/sub/"),
                file("d/sub/upper", "new"),
                file("d/made/upper", "new")));
    layer.add(position, file("d/.wh..wh..opq", ""));
    unpack(layer.toArray(Member[]::new));
    assertThat(files())
        .containsExactly(
            "beside f",
            "d d",
            "d/both f",
            "d/made d",
            "d/made/upper f",
            "d/sub d",
            "d/sub/upper f");
    assertThat(content("d/both")).isEqualTo("new");
  }

  @Test
  void the_root_can_be_opaque() throws IOException {
    unpack(file("a/b", ""), file("c", ""));
    unpack(file("d", ""), file(".wh..wh..opq", ""));
    assertThat(files()).containsExactly("d f");
  }

  @Test
  void what_the_driver_aufs_left_behind_is_not_unpacked() throws IOException {
    unpack(
        directory(".wh..wh.plnk/"),
        file(".wh..wh.plnk/123.456", "x"),
        file(".wh..wh.aufs", ""),
        directory("a/.wh..wh.orph/"),
        file("a/kept", ""));
    assertThat(files()).containsExactly("a d", "a/kept f");
  }

  @Test
  void a_directory_on_a_directory_keeps_the_entries_and_takes_the_metadata() throws IOException {
    unpack(directory("d/").xattrs(Map.of("user.old", "1", "user.both", "1")), file("d/f", ""));
    unpack(
        directory("d/")
            .mode(01700)
            .owner(5, 6)
            .time(Instant.EPOCH)
            .xattrs(Map.of("user.both", "2")));
    assertThat(filesInFull().getFirst()).startsWith("d d 1700 5:6 ").contains(" 0.0000000000");
    assertThat(files()).containsExactly("d d", "d/f f");
    assertThat(xattrs("d")).isEqualTo(Map.of("user.both", "2"));
  }

  @Test
  void every_other_pair_replaces_the_whole_tree() throws IOException {
    unpack(
        file("dir-to-file/below", ""),
        file("dir-to-link/below", ""),
        file("file-to-dir", ""),
        symlink("link-to-dir", "dir-to-file"),
        symlink("link-to-file", "beside"),
        file("beside", "untouched"),
        file("dir-to-fifo/below", ""),
        fifo("fifo-to-file"));
    unpack(
        file("dir-to-file", "x"),
        symlink("dir-to-link", "beside"),
        directory("file-to-dir/"),
        directory("link-to-dir/"),
        file("link-to-file", "x"),
        fifo("dir-to-fifo"),
        file("fifo-to-file", "x"));
    assertThat(files())
        .containsExactly(
            "beside f",
            "dir-to-fifo p",
            "dir-to-file f",
            "dir-to-link l beside",
            "fifo-to-file f",
            "file-to-dir d",
            "link-to-dir d",
            "link-to-file f");
    assertThat(content("beside")).isEqualTo("untouched");
  }

  @Test
  void a_replaced_file_leaves_its_other_names_alone() throws IOException {
    unpack(file("a", "old"), hardLink("b", "a"));
    unpack(file("a", "new"));
    assertThat(content("a")).isEqualTo("new");
    assertThat(content("b")).isEqualTo("old");
  }

  @Test
  void parents_that_no_entry_makes_are_made() throws IOException {
    unpack(file("a/b/file", "x"));
    assertThat(filesInFull())
        .anyMatch(line -> line.matches("a d 755 0:0 .* 0.0000000000"))
        .anyMatch(line -> line.matches("a/b d 755 0:0 .* 0.0000000000"));
  }

  @Test
  void parents_that_are_there_stay_as_they_are_to_the_nanosecond() throws IOException {
    unpack(directory("d/").mode(0711).owner(3, 4), file("d/old", ""));
    List<String> before = filesInFull();
    unpack(file("d/new", ""));
    unpack(file("d/.wh.new", ""));
    assertThat(filesInFull()).isEqualTo(before);
  }

  @Test
  void links_in_the_path_are_followed_inside_the_root() throws IOException {
    unpack(
        directory("usr/"),
        directory("usr/bin/"),
        symlink("bin", "usr/bin"),
        symlink("abs", "/usr/bin"),
        symlink("climbing", "../../../../../usr/bin"),
        symlink("usr/up", ".."),
        symlink("chain", "abs"));
    unpack(
        file("bin/a", ""),
        file("abs/b", ""),
        file("climbing/c", ""),
        file("usr/up/d", ""),
        file("chain/e", ""));
    assertThat(files())
        .contains("usr/bin/a f", "usr/bin/b f", "usr/bin/c f", "d f", "usr/bin/e f")
        .contains("bin l usr/bin", "abs l /usr/bin", "chain l abs");
  }

  @Test
  void a_merged_usr_stays_merged_and_a_link_in_the_last_place_is_replaced() throws IOException {
    unpack(symlink("bin", "usr/bin"), file("usr/bin/dash", "dash"), symlink("bin/sh", "dash"));
    unpack(file("bin/sh", "bash"), file("bin/.wh.missing", ""));
    assertThat(files())
        .containsExactly("bin l usr/bin", "usr d", "usr/bin d", "usr/bin/dash f", "usr/bin/sh f");
    assertThat(content("usr/bin/dash")).isEqualTo("dash");
    unpack(file("bin/.wh.dash", ""));
    assertThat(files()).doesNotContain("usr/bin/dash f");
  }

  @Test
  void a_directory_that_only_a_dangling_link_names_is_made_where_the_link_leads()
      throws IOException {
    unpack(symlink("var", "/data/var"), file("var/log/x", ""));
    assertThat(files())
        .containsExactly(
            "data d", "data/var d", "data/var/log d", "data/var/log/x f", "var l /data/var");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../../../../../../../../etc/pki/ca-trust/extracted/java/cacerts",
        "/etc/pki/java/cacerts",
        "cacerts",
        "caf\u00e9/\u00ff",
        "./a//b/../c"
      })
  void a_symlink_says_what_the_layer_says_wherever_it_leads(String target) throws IOException {
    unpack(symlink("lib/security/cacerts", target));
    assertThat(linkTarget("lib/security/cacerts")).isEqualTo(target);
  }

  @Test
  void a_link_may_come_before_its_target() throws IOException {
    unpack(symlink("lib64", "usr/lib64"), file("usr/lib64/ld.so", "x"), file("lib64/second", "y"));
    assertThat(files()).contains("usr/lib64/ld.so f", "usr/lib64/second f");
  }

  @Test
  void a_hard_link_is_read_from_the_root_whether_absolute_or_not() throws IOException {
    unpack(
        file("usr/bin/perl", "perl"),
        hardLink("usr/bin/perl5", "usr/bin/perl"),
        hardLink("usr/bin/perl5.36", "/usr/bin/perl"),
        hardLink("p", "./usr/../usr/bin/perl"));
    for (String name : List.of("usr/bin/perl5", "usr/bin/perl5.36", "p")) {
      assertThat(Files.isSameFile(root().resolve(name), root().resolve("usr/bin/perl"))).isTrue();
    }
    assertThat(filesInFull()).anyMatch(line -> line.matches("p f 644 0:0 4 4 .*"));
  }

  @Test
  void a_hard_link_may_lead_to_a_lower_layer_through_links_and_to_a_link() throws IOException {
    unpack(symlink("bin", "usr/bin"), file("usr/bin/sh", "x"), symlink("usr/bin/ash", "sh"));
    unpack(hardLink("a", "bin/sh"), hardLink("b", "bin/ash"));
    assertThat(Files.isSameFile(root().resolve("a"), root().resolve("usr/bin/sh"))).isTrue();
    assertThat(files()).contains("b l sh");
    assertThat(filesInFull()).anyMatch(line -> line.matches("usr/bin/ash l 777 0:0 2 2 .* sh"));
  }

  @Test
  void a_hard_link_gives_its_metadata_to_the_file() throws IOException {
    unpack(file("a", "x"), hardLink("b", "a").mode(04711).owner(7, 8).time(Instant.EPOCH));
    assertThat(filesInFull())
        .containsExactly("a f 4711 7:8 1 2 0.0000000000", "b f 4711 7:8 1 2 0.0000000000");
  }

  @Test
  void a_hard_link_may_replace_a_file_and_itself() throws IOException {
    unpack(file("a", "a"), file("b", "b"));
    unpack(hardLink("b", "a"));
    unpack(hardLink("b", "a"), hardLink("a", "a"));
    assertThat(content("b")).isEqualTo("a");
    assertThat(content("a")).isEqualTo("a");
  }

  @Test
  void setuid_survives_a_foreign_owner_and_the_umask_does_not_count() throws IOException {
    unpack(
        file("su", "x").mode(04755).owner(1000, 1000),
        directory("tmp/").mode(01777),
        directory("sg/").mode(02775).owner(0, 50),
        file("sg/open", "x").mode(0666),
        fifo("pipe").mode(0666),
        device("null", 1, 3).mode(0666));
    assertThat(filesInFull())
        .anyMatch(line -> line.startsWith("su f 4755 1000:1000 "))
        .anyMatch(line -> line.startsWith("tmp d 1777 0:0 "))
        .anyMatch(line -> line.startsWith("sg d 2775 0:50 "))
        .anyMatch(line -> line.startsWith("sg/open f 666 0:0 "))
        .anyMatch(line -> line.startsWith("pipe p 666 "))
        .anyMatch(line -> line.startsWith("null c 666 "));
  }

  @Test
  void owners_of_32_bits_survive() throws IOException {
    unpack(file("a", "").owner(4_294_967_294L, 3_000_000_000L));
    assertThat(filesInFull().getFirst()).startsWith("a f 644 4294967294:3000000000 ");
  }

  @Test
  void times_are_kept_to_the_nanosecond_and_those_of_directories_too() throws IOException {
    Instant early = Instant.ofEpochSecond(5, 7);
    unpack(
        directory("d/").time(early),
        directory("d/e/").time(early),
        symlink("d/e/link", "x").time(early),
        file("d/e/file", "x").time(Instant.ofEpochSecond(-3, 5)),
        fifo("d/pipe").time(early),
        file("d/later", "x"));
    assertThat(filesInFull())
        .allMatch(line -> line.matches("d/(later|e/file) .*") || line.contains(" 5.0000000070"))
        .anyMatch(line -> line.startsWith("d/later f") && line.endsWith("1000000000.1234567890"))
        .anyMatch(line -> line.startsWith("d/e/file f") && line.contains(" -3.0000000050"));
  }

  @Test
  void attributes_of_the_image_are_kept_and_others_told_of_once() throws IOException {
    String capability = "\u0001\u0000\u0000\u0002\u0080\u0000\u0000\u0000" + "\0".repeat(12);
    unpack(
        file("ping", "x").owner(1, 1).xattrs(Map.of("security.capability", capability)),
        file("a", "x").xattrs(Map.of("user.a", "\u00ff\u0000", "trusted.overlay.redirect", "/")),
        directory("b/").xattrs(Map.of("user.b", "1", "trusted.overlay.redirect", "/etc")));
    assertThat(xattrs("ping")).isEqualTo(Map.of("security.capability", capability));
    assertThat(xattrs("a")).isEqualTo(Map.of("user.a", "\u00ff\u0000"));
    assertThat(xattrs("b")).isEqualTo(Map.of("user.b", "1"));
    assertThat(warnings())
        .containsExactly("/a: the extended attribute trusted.overlay.redirect is left out");
  }

  @Test
  void devices_and_pipes_are_made_and_a_whiteout_in_disguise_is_not() throws IOException {
    unpack(device("dev/null", 1, 3), device("dev/big", 0xfff, 0xfffff), fifo("pipe"));
    unpack(device("gone", 0, 0));
    assertThat(files()).containsExactly("dev d", "dev/big c", "dev/null c", "pipe p");
    assertThat(warnings()).hasSize(1).first().asString().startsWith("/gone: ");
  }

  @Test
  void of_two_entries_of_one_name_the_last_one_wins() throws IOException {
    unpack(
        file("a", "first"),
        file("a", "second"),
        directory("b/"),
        file("b/below", ""),
        symlink("b", "a"),
        symlink("c", "b"),
        directory("c/"),
        file("c/below", ""));
    assertThat(files()).containsExactly("a f", "b l a", "c d", "c/below f");
    assertThat(content("a")).isEqualTo("second");
  }

  @Test
  void the_entry_of_the_root_is_its_metadata() throws IOException {
    unpack(directory("./").mode(0711).owner(1, 2), file("a", ""));
    assertThat(rootInFull()).startsWith("d 711 1:2 1000000000.1234567890");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"caf\u00e9", "\u00ff\u00fe", "a\nb", "..\\x", "a b ", "-rf", "...", "\u0001"})
  void names_are_bytes(String name) throws IOException {
    unpack(file(name, "x"), file("dir/" + name + "/below", "y"));
    assertThat(files()).contains((name + " f").stripTrailing(), "dir/" + name + "/below f");
  }

  @Test
  void a_path_longer_than_any_system_call_takes_is_unpacked_and_whited_out() throws IOException {
    String deep = ("d".repeat(250) + "/").repeat(40);
    unpack(file(deep + "file", "x"), hardLink(deep + "second", deep + "file"));
    unpack(file(deep + ".wh.file", ""));
    assertThat(files()).hasSize(41).last().asString().endsWith("/second f");
    unpack(file(".wh." + "d".repeat(250), ""));
    assertThat(files()).isEmpty();
  }

  @Test
  void a_file_in_the_place_of_a_directory_that_is_needed_is_told() throws IOException {
    unpack(file("a", ""));
    assertThatThrownBy(() -> unpack(file("a/b", "")))
        .hasMessage("layer 2: /a: /a is in the way: it is not a directory");
  }
}
