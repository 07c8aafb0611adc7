package dev.kaniko.adapters.rootfs.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaniko.adapters.rootfs.MemoryTree;
import dev.kaniko.domain.filesystem.FileContent;
import dev.kaniko.domain.filesystem.FileMetadata;
import dev.kaniko.domain.filesystem.FileNode.RegularFile;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.ports.command.Command;
import dev.kaniko.ports.command.CommandMount;
import dev.kaniko.ports.command.CommandMount.Content;
import dev.kaniko.ports.command.CommandMount.Files;
import dev.kaniko.ports.command.CommandMount.Kept;
import dev.kaniko.ports.command.CommandMount.Memory;
import dev.kaniko.ports.command.CommandMount.Socket;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Mounts of a command in a root of its own. */
class MountsTest {
  private static final FileMetadata OWNED = new FileMetadata(0540, 1000, 50, Instant.EPOCH);

  @TempDir Path folder;
  private Path cache;

  @BeforeEach
  void makeCache() throws IOException {
    cache = java.nio.file.Files.createDirectory(folder.resolve("cache"));
  }

  @AfterEach
  void removeRoot() throws IOException {
    StageRoot.run("rm", "-rf", folder.resolve("stage").toString());
  }

  @ParameterizedTest
  @EnumSource(
      value = StageRoot.Kind.class,
      names = {"OVERLAY", "DIRECTORY"})
  void a_command_finds_its_mounts_and_nothing_of_them_is_left(StageRoot.Kind kind)
      throws IOException {
    StageRoot stage = StageRoot.usual(kind, folder.resolve("stage")).text("etc/token", "old");
    stage.age();
    List<String> before = stage.everything();
    String script =
        "cat /etc/token /in/file /dev/pipes/script; stat -c '%a %u %g' /etc/token /mem;"
            + " echo 1 > /var/cache/one; echo > /in/more; echo > /mem/more;"
            + " ! echo 2>/dev/null > /etc/token; df -k /mem | tail -n 1 | awk '{print $2}'";
    Runs.Ended ended =
        run(
            stage,
            script,
            content("/etc/token", "hush\n"),
            content("/dev/pipes/script", "#!\n"),
            new Files(FilePath.of("/in"), tree(), FilePath.ROOT, false),
            new Kept(FilePath.of("/var/cache"), cache, false),
            new Memory(FilePath.of("/mem"), OptionalLong.of(1 << 20), 01700, false));
    assertThat(ended.out())
        .as(ended.err())
        .isEqualTo("hush\ncontent\n#!\n540 1000 50\n1700 0 0\n1024\n");
    assertThat(cache.resolve("one")).hasContent("1");
    assertThat(stage.everything()).isEqualTo(before);
    assertThat(stage.file("etc/token")).hasContent("old");
    assertThat(java.nio.file.Files.getLastModifiedTime(stage.file("var")))
        .isEqualTo(StageRoot.LONG_AGO);
    if (kind == StageRoot.Kind.OVERLAY) {
      assertThat(stage.changes()).isEmpty();
    }
    assertThat(folder.resolve("work")).isEmptyDirectory();
  }

  @ParameterizedTest
  @EnumSource(
      value = StageRoot.Kind.class,
      names = {"OVERLAY", "DIRECTORY"})
  void nothing_can_be_written_where_a_mount_is_read_only(StageRoot.Kind kind) {
    StageRoot stage = StageRoot.usual(kind, folder.resolve("stage"));
    Runs.Ended ended =
        run(
            stage,
            "for i in in cache mem; do touch /$i/new 2>/dev/null || echo no; done",
            new Files(FilePath.of("/in"), tree(), FilePath.ROOT, true),
            new Kept(FilePath.of("/cache"), cache, true),
            new Memory(FilePath.of("/mem"), OptionalLong.empty(), 01777, true));
    assertThat(ended.out()).isEqualTo("no\nno\nno\n");
  }

  @ParameterizedTest
  @EnumSource(
      value = StageRoot.Kind.class,
      names = {"OVERLAY", "DIRECTORY"})
  void a_mount_inside_another_one_is_found(StageRoot.Kind kind) {
    StageRoot stage = StageRoot.usual(kind, folder.resolve("stage")).link("link", "etc");
    Runs.Ended ended =
        run(
            stage,
            "cat /in/deep/token /etc/file",
            content("/in/deep/token", "hush\n"),
            new Files(FilePath.of("/in"), tree(), FilePath.ROOT, true),
            new Files(FilePath.of("/link/file"), tree(), FilePath.of("/file"), true));
    assertThat(ended.out()).as(ended.err()).isEqualTo("hush\ncontent\n");
  }

  @ParameterizedTest
  @EnumSource(
      value = StageRoot.Kind.class,
      names = {"OVERLAY", "DIRECTORY"})
  void a_command_of_another_user_reaches_an_agent(StageRoot.Kind kind) throws IOException {
    Path agent = folder.resolve("agent");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(agent));
      StageRoot stage = StageRoot.usual(kind, folder.resolve("stage"));
      Runs.Ended ended =
          run(
              stage,
              "stat -c '%F %a %u %g' /run/agent",
              new Socket(FilePath.of("/run/agent"), agent, OWNED));
      assertThat(ended.out()).as(ended.err()).isEqualTo("socket 540 1000 50\n");
    }
  }

  private Runs.Ended run(StageRoot stage, String script, CommandMount... mounts) {
    Runs runs = Runs.asRoot(folder.resolve("work"));
    Command plain = runs.command("/bin/sh", "-c", script);
    return runs.run(
        stage.mount(),
        new Command(
            plain.arguments(),
            plain.environment(),
            plain.workingDirectory(),
            plain.uid(),
            plain.gid(),
            plain.groups(),
            plain.network(),
            List.of(mounts)));
  }

  private static MemoryTree tree() {
    byte[] content = "content\n".getBytes(StandardCharsets.UTF_8);
    return new MemoryTree()
        .put(
            FilePath.of("/file"),
            new RegularFile(
                FileMetadata.ofRoot(0644, Instant.EPOCH),
                content.length,
                FileContent.of(content),
                Optional.empty()));
  }

  private static CommandMount content(String target, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new Content(FilePath.of(target), FileContent.of(bytes), OWNED);
  }
}
