package dev.kaniko.adapters.rootfs.command;

import dev.kaniko.adapters.rootfs.mount.GivenMounts.Given;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.ports.command.Command;
import dev.kaniko.ports.rootfs.RootMount;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * What kaniko-run reads: a length of four bytes, then so many bytes of NUL-terminated fields, each
 * a key followed by its values. Text is UTF-8.
 */
final class Specification {
  /** What kaniko-run takes; no kernel starts a program with more arguments and environment. */
  static final int LONGEST = 16 << 20;

  private static final long HIGHEST_ID = 0xFFFF_FFFEL;

  private final ByteArrayOutputStream fields = new ByteArrayOutputStream();

  Specification report(Path file) {
    return add("report", file);
  }

  Specification scratch(Path directory) {
    return add("scratch", directory);
  }

  Specification root(RootMount root) {
    return switch (root) {
      case RootMount.InPlace() -> add("root", "in-place");
      case RootMount.Directory(Path directory) ->
          add("root", "directory").add("directory", directory);
      case RootMount.Overlay overlay -> {
        add("root", "overlay").add("upper", overlay.upper()).add("work", overlay.work());
        overlay.lower().forEach(layer -> add("lower", layer));
        yield this;
      }
    };
  }

  Specification hostname(String hostname) {
    return add("hostname", hostname);
  }

  /** Lays a file of the builder over one of the root, read-only. */
  Specification bind(Path source, String target) {
    return add("bind", source).field(target);
  }

  /** What RUN --mount asks for, the outermost first. */
  Specification mounts(List<Given> mounts) {
    for (Given given : mounts) {
      add("mount", given.kind()).field(bytesOf(given.source()));
      field(bytesOf(given.mount().target().bytes()));
      field(given.readOnly() ? "read-only" : "writable");
      field(Integer.toString(given.metadata().mode()));
      field(id(given.metadata().uid())).field(id(given.metadata().gid()));
    }
    return this;
  }

  Specification command(Command command) {
    identity(command);
    add("cwd", command.workingDirectory());
    switch (command.network()) {
      case HOST -> {}
      case NONE -> field("own-network");
    }
    command.arguments().forEach(argument -> add("argument", argument));
    command.environment().forEach((name, value) -> add("environment", name + "=" + value));
    return this;
  }

  /** No command: everything up to it is tried. */
  Specification nothingToRun() {
    return add("cwd", FilePath.ROOT);
  }

  boolean isTooLong() {
    return fields.size() > LONGEST;
  }

  byte[] bytes() {
    return ByteBuffer.allocate(4 + fields.size())
        .putInt(fields.size())
        .put(fields.toByteArray())
        .array();
  }

  private void identity(Command command) {
    add("uid", id(command.uid()));
    add("gid", id(command.gid()));
    command.groups().forEach(group -> add("group", id(group)));
  }

  /** The number after the highest means "leave as it is" to the kernel, which would be root. */
  private static String id(long id) {
    if (id < 0 || id > HIGHEST_ID) {
      throw new IllegalArgumentException("not a user or group id: " + id);
    }
    return Long.toString(id);
  }

  private Specification add(String key, String value) {
    return field(key).field(value);
  }

  private Specification add(String key, Path value) {
    return field(key).field(PathBytes.of(value));
  }

  private Specification add(String key, FilePath value) {
    return field(key).field(bytesOf(value.bytes()));
  }

  private static byte[] bytesOf(String oneByteAChar) {
    return oneByteAChar.getBytes(StandardCharsets.ISO_8859_1);
  }

  private Specification field(String text) {
    return field(text.getBytes(StandardCharsets.UTF_8));
  }

  private Specification field(byte[] bytes) {
    for (byte b : bytes) {
      if (b == 0) {
        throw new IllegalArgumentException("a NUL inside a field");
      }
    }
    fields.writeBytes(bytes);
    fields.write(0);
    return this;
  }
}
