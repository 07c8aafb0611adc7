package dev.kaniko.adapters.rootfs.mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaniko.adapters.rootfs.MemoryTree;
import dev.kaniko.adapters.rootfs.TestFolder;
import dev.kaniko.adapters.rootfs.tree.write.SkippedContent;
import dev.kaniko.domain.filesystem.FileContent;
import dev.kaniko.domain.filesystem.FileMetadata;
import dev.kaniko.domain.filesystem.FileNode.Directory;
import dev.kaniko.domain.filesystem.FileNode.RegularFile;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.ports.command.CommandMount;
import dev.kaniko.ports.failure.EnvironmentFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a root is like while mounts are placed in it, and after that. */
class PlacedMountsTest {
  private static final FileMetadata OWNED = new FileMetadata(0440, 7, 8, Instant.EPOCH);

  @RegisterExtension final TestFolder folder = new TestFolder();
  private Path root;
  private Path aside;
  private Path cache;

  @BeforeEach
  void makeRoot() throws Exception {
    root = folder.make();
    aside = folder.make();
    cache = Files.createDirectory(folder.make().resolve("cache"));
    shell("mkdir -p etc full run; echo old > etc/token; echo own > full/own; ln -s full link");
    shell("find . -exec touch -h -d @1000000000 {} +");
  }

  @Test
  void a_root_is_as_it_was_when_its_mounts_are_gone() throws Exception {
    String before = listing();
    try (PlacedMounts _ =
        place(
            files("/full"),
            files("/new/deep"),
            secret("/etc/token"),
            secret("/run/secrets/token"),
            kept("/var/cache"),
            new CommandMount.Memory(FilePath.of("/tmp/x"), OptionalLong.empty(), 01777, false))) {
      assertThat(shell("cat full/file new/deep/file etc/token; ls full"))
          .isEqualTo("content\ncontent\nhush\nfile\n");
      assertThat(shell("stat -c '%a %u %g' run/secrets/token tmp/x var"))
          .isEqualTo("440 7 8\n1777 0 0\n755 0 0\n");
      shell("echo > full/more; echo > tmp/x/more; rm new/deep/file");
    }
    assertThat(listing()).isEqualTo(before);
    assertThat(aside).isEmptyDirectory();
  }

  @Test
  void a_root_is_as_it_was_though_nothing_can_be_moved_out_of_it() throws Exception {
    String before = listing();
    aside = Files.createTempDirectory(Path.of("/dev/shm"), "aside");
    try (PlacedMounts _ = place(files("/full"), secret("/etc/token"), kept("/full/cache"))) {
      assertThat(shell("cat full/file etc/token")).isEqualTo("content\nhush\n");
    } finally {
      Files.delete(aside);
    }
    assertThat(listing()).isEqualTo(before);
  }

  @Test
  void a_cache_of_another_file_system_is_copied_there_and_back() throws Exception {
    Path volume = Files.createTempDirectory(Path.of("/dev/shm"), "volume");
    cache = Files.createDirectory(volume.resolve("cache"));
    Files.writeString(cache.resolve("old"), "old");
    try (PlacedMounts _ = place(kept("/var/cache"))) {
      shell("cat var/cache/old > var/cache/new; rm var/cache/old; chmod 711 var/cache");
    }
    assertThat(TestFolder.run("sh", "-c", "cd " + volume + "; ls -A . cache; stat -c %a cache"))
        .isEqualTo(".:\ncache\n\ncache:\nnew\n711\n");
    TestFolder.run("rm", "-rf", volume.toString());
  }

  @Test
  void the_times_of_directories_with_mounts_are_those_from_before_while_the_command_runs()
      throws Exception {
    try (PlacedMounts _ = place(secret("/etc/token"), files("/new/deep"), kept("/run/cache"))) {
      assertThat(shell("stat -c %Y etc . run")).isEqualTo("1000000000\n".repeat(3));
    }
  }

  @Test
  void what_the_command_made_beside_a_mount_stays_and_so_do_the_directories_above()
      throws Exception {
    try (PlacedMounts _ = place(secret("/run/secrets/token"), files("/new/deep"))) {
      shell("echo > run/secrets/own; chmod 700 new");
    }
    assertThat(shell("ls run/secrets; ls -A new; test $(stat -c %Y run/secrets) != 1000000000"))
        .isEqualTo("own\n");
  }

  @Test
  void a_cache_has_what_commands_left_in_it() throws Exception {
    try (PlacedMounts _ = place(kept("/var/cache"))) {
      shell("echo 1 > var/cache/one");
    }
    try (PlacedMounts _ = place(kept("/link/cache"))) {
      assertThat(shell("cat full/cache/one")).isEqualTo("1\n");
    }
    assertThat(cache.resolve("one")).hasContent("1");
    assertThat(shell("ls full")).isEqualTo("own\n");
  }

  @Test
  void nothing_that_is_written_to_a_read_only_cache_stays_in_it() throws Exception {
    Files.writeString(cache.resolve("one"), "1");
    try (PlacedMounts _ = place(new CommandMount.Kept(FilePath.of("/var/cache"), cache, true))) {
      shell("echo 2 > var/cache/one");
    }
    assertThat(cache.resolve("one")).hasContent("1");
  }

  @Test
  void a_cache_that_the_command_moved_away_is_told_and_the_rest_put_back() throws Exception {
    PlacedMounts placed = place(secret("/etc/token"), kept("/var/cache"));
    shell("mv var/cache elsewhere");
    assertThatThrownBy(placed::close)
        .isInstanceOf(EnvironmentFailure.class)
        .hasMessageContaining("/var/cache");
    assertThat(shell("cat etc/token")).isEqualTo("old\n");
  }

  @Test
  void a_mount_inside_a_mount_comes_after_it_and_goes_before_it() throws Exception {
    String before = listing();
    try (PlacedMounts _ = place(secret("/full/in/token"), files("/full"))) {
      assertThat(shell("cat full/file full/in/token")).isEqualTo("content\nhush\n");
    }
    assertThat(listing()).isEqualTo(before);
  }

  @Test
  void a_mount_that_cannot_be_placed_leaves_the_root_as_it_was() throws Exception {
    String before = listing();
    assertThatThrownBy(() -> place(files("/full"), secret("/etc/token/below")))
        .isInstanceOf(EnvironmentFailure.class)
        .hasMessageContaining("token");
    assertThat(listing()).isEqualTo(before);
  }

  @Test
  void a_limit_of_memory_is_refused_and_the_root_as_it_was() throws Exception {
    String before = listing();
    CommandMount limited =
        new CommandMount.Memory(FilePath.of("/full"), OptionalLong.of(1 << 20), 01777, false);
    assertThatThrownBy(() -> place(limited))
        .isInstanceOf(EnvironmentFailure.class)
        .hasMessageContaining("size");
    assertThat(listing()).isEqualTo(before);
  }

  @Test
  void nothing_goes_where_the_builder_has_its_own() throws Exception {
    String before = listing();
    for (String target : List.of("/etc", "/etc/own", "/etc/own/below")) {
      assertThatThrownBy(
              () ->
                  PlacedMounts.place(
                      List.of(files(target)),
                      root,
                      aside,
                      Set.of(FilePath.of("/etc/own")),
                      skipped()))
          .isInstanceOf(EnvironmentFailure.class)
          .hasMessageContaining("/etc/own");
    }
    assertThat(listing()).isEqualTo(before);
  }

  @Test
  void a_link_that_takes_the_place_of_a_mount_is_removed_and_not_followed() throws Exception {
    try (PlacedMounts _ = place(files("/new/deep"))) {
      shell("rm -r new/deep; ln -s ../full new/deep");
    }
    assertThat(shell("ls full; test ! -e new")).isEqualTo("own\n");
  }

  private PlacedMounts place(CommandMount... mounts) {
    return PlacedMounts.place(List.of(mounts), root, aside, Set.of(), skipped());
  }

  private static SkippedContent skipped() {
    return new SkippedContent(
        sentence -> {
          throw new AssertionError(sentence);
        });
  }

  private static CommandMount files(String target) {
    FileMetadata directory = FileMetadata.ofRoot(0755, Instant.EPOCH);
    MemoryTree tree =
        new MemoryTree()
            .put(FilePath.of("/in"), new Directory(directory))
            .put(
                FilePath.of("/in/file"),
                new RegularFile(
                    FileMetadata.ofRoot(0644, Instant.EPOCH),
                    8,
                    FileContent.of("content\n".getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                    Optional.empty()));
    return new CommandMount.Files(FilePath.of(target), tree, FilePath.of("/in"), false);
  }

  private static CommandMount secret(String target) {
    byte[] hush = "hush\n".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    return new CommandMount.Content(FilePath.of(target), FileContent.of(hush), OWNED);
  }

  private CommandMount kept(String target) {
    return new CommandMount.Kept(FilePath.of(target), cache, false);
  }

  private String listing() throws IOException, InterruptedException {
    return shell(
        "find . -printf '%p %y %m %U:%G %s %T@ %n %l\\n' | sort; cat etc/token; cat full/own");
  }

  private String shell(String script) throws IOException, InterruptedException {
    return TestFolder.run("sh", "-e", "-c", "cd " + root + "; " + script);
  }
}
