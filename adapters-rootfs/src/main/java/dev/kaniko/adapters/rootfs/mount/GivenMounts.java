package dev.kaniko.adapters.rootfs.mount;

import dev.kaniko.adapters.rootfs.linux.DirectoryHandle;
import dev.kaniko.adapters.rootfs.root.WorkDirectory;
import dev.kaniko.adapters.rootfs.tree.write.SkippedContent;
import dev.kaniko.domain.filesystem.FileMetadata;
import dev.kaniko.domain.filesystem.FileNode.Directory;
import dev.kaniko.ports.command.CommandMount;
import dev.kaniko.ports.command.CommandMount.Content;
import dev.kaniko.ports.command.CommandMount.Files;
import dev.kaniko.ports.command.CommandMount.Kept;
import dev.kaniko.ports.command.CommandMount.Memory;
import dev.kaniko.ports.command.CommandMount.Socket;
import dev.kaniko.ports.failure.EnvironmentFailure;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;

/** The mounts of one command as kaniko-run is told them; gone when closed. */
public final class GivenMounts implements AutoCloseable {
  private final Path scratch;
  private final FileCopy copy;
  private final Deque<Closeable> open = new ArrayDeque<>();
  private final List<Given> all = new ArrayList<>();

  /**
   * One mount in kaniko-run's words.
   *
   * @param source a path of this machine, the content in hexadecimal, or the options of tmpfs
   */
  public record Given(
      String kind, String source, CommandMount mount, boolean readOnly, FileMetadata metadata) {}

  private GivenMounts(Path scratch, FileCopy copy) {
    this.scratch = scratch;
    this.copy = copy;
  }

  /**
   * Makes ready what is to be mounted.
   *
   * @param scratch an empty directory; removed when this is closed
   */
  public static GivenMounts prepare(
      List<CommandMount> mounts, Path scratch, SkippedContent skipped) {
    GivenMounts given = new GivenMounts(scratch, new FileCopy(skipped));
    boolean prepared = false;
    try {
      for (CommandMount mount : outermostFirst(mounts)) {
        given.all.add(given.prepare(mount));
      }
      prepared = true;
      return given;
    } catch (IOException e) {
      throw new EnvironmentFailure("a mount cannot be prepared: " + e.getMessage(), e);
    } finally {
      if (!prepared) {
        given.close();
      }
    }
  }

  /** By depth; those at one depth stay in their order. */
  static List<CommandMount> outermostFirst(List<CommandMount> mounts) {
    return mounts.stream()
        .sorted(Comparator.comparingInt(mount -> mount.target().components().size()))
        .toList();
  }

  public List<Given> all() {
    return List.copyOf(all);
  }

  private Given prepare(CommandMount mount) throws IOException {
    FileMetadata none = FileMetadata.ofRoot(0, java.time.Instant.EPOCH);
    return switch (mount) {
      case Files files -> {
        String name = String.valueOf(all.size());
        try (DirectoryHandle directory = DirectoryHandle.open(scratch)) {
          copy.make(files.tree(), files.source(), directory, name);
        }
        boolean isDirectory =
            files.tree().lookup(files.source()).filter(Directory.class::isInstance).isPresent();
        String path = bytes(scratch.resolve(name));
        yield new Given(isDirectory ? "directory" : "file", path, mount, files.readOnly(), none);
      }
      case Kept kept ->
          new Given("directory", bytes(kept.directory()), mount, kept.readOnly(), none);
      case Content content ->
          new Given("content", hexadecimal(content), mount, true, content.metadata());
      case Memory memory -> {
        String mode = "mode=" + Integer.toOctalString(memory.mode());
        String options =
            memory.size().isPresent() ? mode + ",size=" + memory.size().getAsLong() : mode;
        yield new Given("memory", options, mount, memory.readOnly(), none);
      }
      case Socket socket -> {
        Path path = scratch.resolve(String.valueOf(all.size()));
        open.push(RelayedSocket.open(path, socket.leadsTo(), socket.metadata()));
        yield new Given("file", bytes(path), mount, false, none);
      }
    };
  }

  private static String hexadecimal(Content content) throws IOException {
    try (InputStream in = content.content().open()) {
      return HexFormat.of().formatHex(in.readAllBytes());
    }
  }

  /** One byte a char; the work directory's own names are ASCII, what is above it need not be. */
  private static String bytes(Path path) {
    return new String(
        path.toAbsolutePath().toString().getBytes(StandardCharsets.UTF_8),
        StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() {
    try {
      for (Closeable each : open) {
        each.close();
      }
      WorkDirectory.remove(scratch);
    } catch (IOException e) {
      throw new EnvironmentFailure("mounts cannot be removed: " + e.getMessage(), e);
    }
  }
}
