package dev.kaniko.domain.copy;

import static dev.kaniko.domain.filesystem.TreeText.lines;
import static dev.kaniko.domain.filesystem.TreeText.tree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaniko.domain.account.Accounts.Owner;
import dev.kaniko.domain.filesystem.FileMetadata;
import dev.kaniko.domain.filesystem.FileNode.Directory;
import dev.kaniko.domain.filesystem.FileNode.RegularFile;
import dev.kaniko.domain.filesystem.FileNode.Symlink;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.filesystem.FileTree;
import dev.kaniko.domain.filesystem.ModeChange;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Times: the sources are of second 5, the base of second 1 or 0, the copy happens at 100. */
class CopyPlanTest {
  private static final Instant NOW = Instant.ofEpochSecond(100);
  private static final FilePath ROOT = FilePath.ROOT;
  private static final CopyRules FROM_CONTEXT =
      new CopyRules(Optional.of(Owner.ROOT), Optional.empty(), NOW);
  private static final CopyRules FROM_STAGE =
      new CopyRules(Optional.empty(), Optional.empty(), NOW);

  private final FileTree context =
      tree(
          "f 640 1000:1000 /a.txt @5 = a",
          "f 755 1000:1000 /b.sh @5 = b",
          "d 750 1000:1000 /dir @5",
          "f 600 1000:1000 /dir/one @5 = 1",
          "d 700 1000:1000 /dir/sub @5",
          "f 600 1000:1000 /dir/sub/two @5 = 2",
          "l 1000:1000 /dir/up @5 -> ../a.txt",
          "l 1000:1000 /link @5 -> a.txt",
          "l 1000:1000 /dirlink @5 -> dir",
          "l 1000:1000 /outward @5 -> /../../a.txt");

  private static List<String> copy(
      FileTree from, FileTree to, CopyRules rules, String source, String destination) {
    CopyPlan plan = new CopyPlan(to, rules);
    for (FilePath path : CopyPlan.find(from, source)) {
      plan.copy(from, path, Destination.of(destination, FilePath.of("/work")));
    }
    return lines(plan.entries());
  }

  private List<String> copy(String source, String destination, String... base) {
    return copy(context, tree(base), FROM_CONTEXT, source, destination);
  }

  @Test
  void a_file_goes_to_the_name_given_and_its_missing_parents_are_made() {
    assertThat(copy("a.txt", "/x/y/z"))
        .containsExactly("d 755 0:0 /x @100", "d 755 0:0 /x/y @100", "f 640 0:0 /x/y/z @5 = a");
  }

  @Test
  void a_file_goes_into_a_directory_when_the_destination_is_written_as_one() {
    assertThat(copy("a.txt", "/x/")).contains("f 640 0:0 /x/a.txt @5 = a");
    assertThat(copy("a.txt", "/x/.")).contains("f 640 0:0 /x/a.txt @5 = a");
    assertThat(copy("a.txt", ".")).contains("f 640 0:0 /work/a.txt @5 = a");
    assertThat(copy("a.txt", "")).contains("f 640 0:0 /work/a.txt @5 = a");
  }

  @Test
  void a_file_goes_into_a_directory_that_is_there() {
    assertThat(copy("a.txt", "/d", "d 700 3:3 /d @1"))
        .containsExactly("d 700 3:3 /d @100", "f 640 0:0 /d/a.txt @5 = a");
  }

  @Test
  void a_relative_destination_starts_at_the_working_directory() {
    assertThat(copy("a.txt", "../up")).containsExactly("f 640 0:0 /up @5 = a");
  }

  @Test
  void a_directory_gives_its_contents_to_a_destination_of_mode_0755() {
    assertThat(copy("dir", "/to"))
        .containsExactly(
            "d 755 0:0 /to @100",
            "f 600 0:0 /to/one @5 = 1",
            "d 700 0:0 /to/sub @5",
            "f 600 0:0 /to/sub/two @5 = 2",
            "l 0:0 /to/up @5 -> ../a.txt");
  }

  @Test
  void a_directory_that_is_there_keeps_its_metadata_but_those_inside_it_take_the_sources() {
    assertThat(copy("dir/", "/to", "d 711 7:7 /to @1", "d 777 7:7 /to/sub @1"))
        .contains("d 711 7:7 /to @100", "d 700 0:0 /to/sub @5");
  }

  @Test
  void the_parents_of_what_is_copied_are_in_the_layer_as_they_are() {
    assertThat(copy("a.txt", "/usr/local/bin/a", "d 750 8:8 /usr @1", "d 751 9:9 /usr/local @1"))
        .containsExactly(
            "d 750 8:8 /usr @1",
            "d 751 9:9 /usr/local @100",
            "d 755 0:0 /usr/local/bin @100",
            "f 640 0:0 /usr/local/bin/a @5 = a");
  }

  @Test
  void a_source_that_is_a_link_is_followed_and_keeps_the_links_name() {
    assertThat(copy("link", "/x/")).contains("f 640 0:0 /x/link @5 = a");
    assertThat(copy("dirlink", "/x")).contains("f 600 0:0 /x/one @5 = 1");
    assertThat(copy("dirlink/sub/two", "/x")).contains("f 600 0:0 /x @5 = 2");
  }

  @Test
  void a_link_that_leads_above_the_context_stays_inside_it() {
    assertThat(copy("outward", "/x")).containsExactly("f 640 0:0 /x @5 = a");
    assertThat(copy("../../../a.txt", "/x")).containsExactly("f 640 0:0 /x @5 = a");
  }

  @Test
  void a_destination_is_followed_through_links_inside_the_root() {
    assertThat(copy("a.txt", "/bin/tool", "l 0:0 /bin @1 -> usr/bin", "d 755 0:0 /usr/bin @1"))
        .containsExactly(
            "d 755 0:0 /usr @0", "d 755 0:0 /usr/bin @100", "f 640 0:0 /usr/bin/tool @5 = a");
    assertThat(copy("a.txt", "/out/x", "l 0:0 /out @1 -> ../../etc"))
        .containsExactly("d 755 0:0 /etc @100", "f 640 0:0 /etc/x @5 = a");
  }

  @Test
  void a_link_in_the_last_place_of_the_destination_is_written_through() {
    assertThat(copy("a.txt", "/conf", "l 0:0 /conf @1 -> real", "f 600 5:5 /real @1 = old"))
        .containsExactly("f 640 0:0 /real @5 = a");
  }

  @Test
  void a_link_where_a_file_of_a_directory_goes_is_replaced() {
    assertThat(copy("dir", "/to", "l 0:0 /to/one @1 -> /etc/passwd"))
        .contains("f 600 0:0 /to/one @5 = 1");
  }

  @Test
  void links_that_are_a_loop_are_an_error_and_not_a_hang() {
    assertThatThrownBy(() -> copy("a.txt", "/x/y", "l 0:0 /x @1 -> /z", "l 0:0 /z @1 -> /x"))
        .hasMessageContaining("too many levels of symbolic links");
  }

  @Test
  void a_directory_is_not_copied_onto_a_file_nor_a_file_onto_a_directory() {
    assertThatThrownBy(() -> copy("dir", "/to", "f 600 0:0 /to @1 = x"))
        .isInstanceOf(CopyRefused.class)
        .hasMessage("cannot copy to non-directory: /to");
    assertThatThrownBy(() -> copy("dir", "/to", "d 755 0:0 /to/one @1"))
        .isInstanceOf(CopyRefused.class)
        .hasMessage("cannot replace to directory /to/one with file");
  }

  @Test
  void a_file_above_the_destination_is_named() {
    assertThatThrownBy(() -> copy("a.txt", "/f/x", "f 600 0:0 /f @1 = x"))
        .isInstanceOf(CopyRefused.class)
        .hasMessage("cannot make directory /f: a file is in its place");
  }

  @Test
  void a_source_that_is_not_there_is_named_but_a_pattern_may_match_nothing() {
    assertThatThrownBy(() -> copy("nothing", "/x"))
        .isInstanceOf(CopyRefused.class)
        .hasMessage("\"/nothing\" is not there");
    assertThat(copy("*.none", "/x")).isEmpty();
  }

  @Test
  void a_pattern_gives_files_by_name_and_directories_by_their_contents() {
    assertThat(copy("*", "/x/"))
        .contains(
            "f 640 0:0 /x/a.txt @5 = a",
            "f 755 0:0 /x/b.sh @5 = b",
            "f 600 0:0 /x/one @5 = 1",
            "f 600 0:0 /x/sub/two @5 = 2",
            "f 640 0:0 /x/link @5 = a");
    assertThat(copy("d*/s*/t?o", "/x/")).contains("f 600 0:0 /x/two @5 = 2");
    assertThat(copy("*/two", "/x/")).isEmpty();
  }

  @Test
  void files_of_the_context_belong_to_root_and_files_of_a_stage_to_their_owner() {
    assertThat(copy(context, tree(), FROM_CONTEXT, "a.txt", "/a"))
        .containsExactly("f 640 0:0 /a @5 = a");
    assertThat(copy(context, tree(), FROM_STAGE, "dir", "/to/"))
        .contains("d 755 0:0 /to @100", "f 600 1000:1000 /to/one @5 = 1");
  }

  @Test
  void chown_and_chmod_go_for_all_that_is_made_but_not_for_what_is_there() {
    CopyRules rules =
        new CopyRules(Optional.of(new Owner(4, 6)), Optional.of(ModeChange.parse("711")), NOW);
    assertThat(copy(context, tree("d 755 0:0 /a @1"), rules, "dir", "/a/b/c"))
        .containsExactly(
            "d 755 0:0 /a @100",
            "d 711 4:6 /a/b @100",
            "d 711 4:6 /a/b/c @100",
            "f 711 4:6 /a/b/c/one @5 = 1",
            "d 711 4:6 /a/b/c/sub @5",
            "f 711 4:6 /a/b/c/sub/two @5 = 2",
            "l 4:6 /a/b/c/up @5 -> ../a.txt");
  }

  @Test
  void hard_links_of_one_source_stay_links_and_those_of_two_sources_do_not() {
    FileTree linked =
        tree(
            "h 7 644 0:0 /d/x @5 = same",
            "h 7 644 0:0 /d/y @5 = same",
            "f 644 0:0 /d/z @5 = other");
    assertThat(copy(linked, tree(), FROM_STAGE, "d", "/to"))
        .containsExactly(
            "d 755 0:0 /to @100",
            "f 644 0:0 /to/x @5 = same",
            "h /to/y => /to/x",
            "f 644 0:0 /to/z @5 = other");
    assertThat(copy(linked, tree(), FROM_STAGE, "d/[xy]", "/to/"))
        .contains("f 644 0:0 /to/x @5 = same", "f 644 0:0 /to/y @5 = same");
  }

  @Test
  void a_link_whose_first_name_was_overwritten_becomes_the_file() {
    FileTree linked =
        tree("h 7 644 0:0 /d/x @5 = same", "h 7 644 0:0 /d/y @5 = same", "f 600 0:0 /x @5 = new");
    CopyPlan plan = new CopyPlan(tree(), FROM_STAGE);
    Destination to = Destination.of("/to/", ROOT);
    plan.copy(linked, FilePath.of("d"), to);
    plan.copy(linked, FilePath.of("x"), to);
    assertThat(lines(plan.entries()))
        .contains("f 600 0:0 /to/x @5 = new", "f 644 0:0 /to/y @5 = same");
  }

  @Test
  void names_are_bytes() {
    FileTree odd = tree("f 644 0:0 /d/\u00ff\u00fe @5 = x");
    assertThat(CopyPlan.find(odd, "d/*")).containsExactly(FilePath.of("/d/\u00ff\u00fe"));
  }

  @Test
  void a_later_source_sees_what_an_earlier_one_has_put() {
    CopyPlan plan = new CopyPlan(tree(), FROM_CONTEXT);
    plan.copy(context, FilePath.of("dir"), Destination.of("/to", ROOT));
    plan.copy(context, FilePath.of("a.txt"), Destination.of("/to", ROOT));
    assertThat(lines(plan.entries())).contains("f 640 0:0 /to/a.txt @5 = a");
  }

  @Test
  void directories_are_made_for_their_owner_all_the_way_down() {
    CopyPlan plan =
        new CopyPlan(
            tree("d 755 0:0 /srv @1"),
            new CopyRules(Optional.of(new Owner(4, 6)), Optional.empty(), NOW));
    plan.makeDirectory(FilePath.of("/srv/a/b"));
    assertThat(lines(plan.entries()))
        .containsExactly("d 755 0:0 /srv @100", "d 755 4:6 /srv/a @100", "d 755 4:6 /srv/a/b @100");
  }

  @Test
  void making_a_directory_that_is_there_changes_nothing() {
    CopyPlan plan = new CopyPlan(tree("d 700 5:5 /srv @1"), FROM_CONTEXT);
    plan.makeDirectory(FilePath.of("/srv"));
    assertThat(plan.entries()).isEmpty();
  }

  @Test
  void a_member_of_an_archive_replaces_what_is_there_and_stays_below_the_destination() {
    CopyPlan plan =
        new CopyPlan(
            tree("d 755 0:0 /to/dir @1", "l 0:0 /to/out @1 -> /etc", "f 600 0:0 /etc/x @1 = keep"),
            FROM_STAGE);
    ArchiveUnpacking unpacking = plan.unpackInto(Destination.of("/to", ROOT), Optional.empty());
    FileMetadata own = new FileMetadata(0640, 8, 9, Instant.ofEpochSecond(5));
    unpacking.file("./", new Directory(own));
    unpacking.file("dir", new RegularFile(own, new byte[] {'r'}));
    unpacking.file("../../escape", new RegularFile(own, new byte[] {'e'}));
    unpacking.file("out/x", new RegularFile(own, new byte[] {'o'}));
    unpacking.file("new/", new Directory(own));
    unpacking.file("new/deep/er", new RegularFile(own, new byte[] {'d'}));
    unpacking.file("sym", new Symlink(own, "/outside"));
    unpacking.link("hard", "/new/deep/er");
    unpacking.finish();
    assertThat(lines(plan.entries()))
        .containsExactly(
            "d 755 0:0 /to @100",
            "f 640 8:9 /to/dir @5 = r",
            "f 640 8:9 /to/escape @5 = e",
            "d 755 0:0 /to/etc @100",
            "f 640 8:9 /to/etc/x @5 = o",
            "f 640 8:9 /to/hard @5 = d",
            "d 640 8:9 /to/new @5",
            "d 755 0:0 /to/new/deep @100",
            "h /to/new/deep/er => /to/hard",
            "l 8:9 /to/sym @5 -> /outside");
  }

  @Test
  void members_of_an_archive_keep_their_owners_unless_chown_gives_them_another() {
    FileMetadata own = new FileMetadata(0640, 8, 9, Instant.ofEpochSecond(5));
    CopyPlan kept = new CopyPlan(tree(), FROM_CONTEXT);
    kept.unpackInto(Destination.of("/to", ROOT), Optional.empty())
        .file("f", new RegularFile(own, new byte[] {'x'}));
    assertThat(lines(kept.entries())).contains("f 640 8:9 /to/f @5 = x");
    CopyPlan given = new CopyPlan(tree(), FROM_CONTEXT);
    given
        .unpackInto(Destination.of("/to", ROOT), Optional.of(new Owner(3, 4)))
        .file("f", new RegularFile(own, new byte[] {'x'}));
    assertThat(lines(given.entries())).contains("f 640 3:4 /to/f @5 = x");
  }

  @Test
  void a_hard_link_of_an_archive_that_leads_to_nothing_is_refused() {
    ArchiveUnpacking unpacking =
        new CopyPlan(tree(), FROM_STAGE).unpackInto(Destination.of("/to", ROOT), Optional.empty());
    assertThatThrownBy(() -> unpacking.link("a", "../../etc/passwd"))
        .isInstanceOf(CopyRefused.class)
        .hasMessageContaining("\"../../etc/passwd\"");
  }
}
