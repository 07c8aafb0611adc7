package dev.kaniko.adapters.rootfs.command;

import dev.kaniko.ports.failure.EnvironmentFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CancellationException;

/** What one run needs on disk for itself; gone when closed. */
final class ScratchDirectory implements AutoCloseable {
  private static final Path HOST_RESOLV_CONF = Path.of("/etc/resolv.conf");

  /** Far more than any report or {@code resolv.conf} has. */
  private static final int LONGEST_FILE = 1 << 20;

  private final Path directory;

  private ScratchDirectory(Path directory) {
    this.directory = directory;
  }

  static ScratchDirectory in(Path workDirectory) {
    try {
      Files.createDirectories(workDirectory);
      ScratchDirectory scratch =
          new ScratchDirectory(Files.createTempDirectory(workDirectory.toAbsolutePath(), "run-"));
      Files.createFile(scratch.report());
      Files.createDirectory(scratch.helperDirectory());
      return scratch;
    } catch (IOException e) {
      throw failure("cannot prepare a command in " + workDirectory, e);
    }
  }

  Path report() {
    return directory.resolve("report");
  }

  /** Empty, and kaniko-run's own. */
  Path helperDirectory() {
    return directory.resolve("root");
  }

  Path makeDirectory(String name) {
    try {
      return Files.createDirectory(directory.resolve(name));
    } catch (IOException e) {
      throw failure("cannot make " + directory.resolve(name), e);
    }
  }

  Path writeHosts(HostNames names) {
    return writeForEveryone("hosts", names.hostsFile().getBytes(StandardCharsets.UTF_8));
  }

  /** The builder's own, for a command that shares its network. */
  Path writeResolvConf() {
    byte[] servers = Files.exists(HOST_RESOLV_CONF) ? readBounded(HOST_RESOLV_CONF) : new byte[0];
    return writeForEveryone("resolv.conf", servers);
  }

  Report readReport() {
    return Report.parse(readBounded(report()));
  }

  @Override
  public void close() {
    try {
      Files.walkFileTree(directory, new Deletion());
    } catch (IOException e) {
      throw failure("cannot remove " + directory, e);
    }
  }

  /** Readable whatever the builder's umask is: commands run as any user. */
  private Path writeForEveryone(String name, byte[] content) {
    Path file = directory.resolve(name);
    try {
      Files.write(file, content);
      return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    } catch (IOException e) {
      throw failure("cannot write " + file, e);
    }
  }

  private static byte[] readBounded(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(LONGEST_FILE + 1);
      if (content.length > LONGEST_FILE) {
        throw new EnvironmentFailure(
            file + " is longer than " + LONGEST_FILE + " bytes", "see what wrote it");
      }
      return content;
    } catch (IOException e) {
      throw failure("cannot read " + file, e);
    }
  }

  /** Files are read and written through channels, which an interruption of the thread closes. */
  private static RuntimeException failure(String message, IOException cause) {
    if (cause instanceof ClosedByInterruptException) {
      CancellationException cancelled = new CancellationException(message);
      cancelled.initCause(cause);
      return cancelled;
    }
    return new EnvironmentFailure(message, cause);
  }

  private static final class Deletion extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, IOException failure)
        throws IOException {
      if (failure != null) {
        throw failure;
      }
      Files.delete(directory);
      return FileVisitResult.CONTINUE;
    }
  }
}
