package dev.kaniko.adapters.registry.file;

import dev.kaniko.domain.image.Descriptor;
import dev.kaniko.domain.image.Digest;
import dev.kaniko.ports.failure.UnsafeContentFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Set;
import java.util.UUID;

/**
 * A directory of an OCI layout, held open. Commands of the build may have been able to write there,
 * so that no link in it is followed and nothing in it is believed: a file replaces whatever has its
 * name.
 */
final class LayoutDirectory implements AutoCloseable {
  private static final int BUFFER = 1 << 16;

  private static final Set<OpenOption> NEW_FILE =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

  private static final Set<OpenOption> OLD_FILE =
      Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

  private final Path path;
  private final SecureDirectoryStream<Path> handle;

  private LayoutDirectory(Path path, DirectoryStream<Path> handle) throws IOException {
    this.path = path;
    if (!(handle instanceof SecureDirectoryStream<Path> secure)) {
      handle.close();
      throw new IOException(path + " is on a file system that cannot hold directories open");
    }
    this.handle = secure;
  }

  /** Creates what is missing of {@code path}. */
  // The stream is the handle that the new object owns and closes.
  @SuppressWarnings("StreamResourceLeak")
  static LayoutDirectory open(Path path) throws IOException {
    Files.createDirectories(path);
    return new LayoutDirectory(path, Files.newDirectoryStream(path));
  }

  /** The directory {@code name} in this one, created if it is missing, never a link. */
  LayoutDirectory directory(String name) throws IOException {
    Path child = path.resolve(name);
    try {
      Files.createDirectory(child);
    } catch (FileAlreadyExistsException e) {
      if (Files.isSymbolicLink(child)) {
        throw new UnsafeContentFailure(
            child.toString(), "is a link, which an image layout does not have", e);
      }
    }
    return new LayoutDirectory(
        child, handle.newDirectoryStream(Path.of(name), LinkOption.NOFOLLOW_LINKS));
  }

  /** Writes a file; it has its name when it is complete. */
  void write(String name, byte[] content) throws IOException {
    Path part = part();
    try (SeekableByteChannel channel = handle.newByteChannel(part, NEW_FILE)) {
      ByteBuffer buffer = ByteBuffer.wrap(content);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    }
    handle.move(part, handle, Path.of(name));
  }

  /** Writes a blob, unless it is there already. {@code content} is checked on its way. */
  void write(Descriptor descriptor, Content content) throws IOException {
    Digest digest = descriptor.digest();
    if (holds(descriptor)) {
      return;
    }
    Path part = part();
    boolean complete = false;
    try {
      Digest own = copy(content, part);
      if (!own.equals(digest)) {
        throw new UnsafeContentFailure("blob " + digest, "has bytes whose digest is " + own);
      }
      handle.move(part, handle, Path.of(digest.hex()));
      complete = true;
    } finally {
      if (!complete) {
        removeIfThere(part);
      }
    }
  }

  /** Where a blob's bytes come from. */
  @FunctionalInterface
  interface Content {
    InputStream open() throws IOException;
  }

  private Digest copy(Content content, Path part) throws IOException {
    MessageDigest hash = Digest.newSha256();
    try (SeekableByteChannel channel = handle.newByteChannel(part, NEW_FILE);
        InputStream stream = new DigestInputStream(content.open(), hash)) {
      stream.transferTo(Channels.newOutputStream(channel));
    }
    return Digest.ofSha256(hash.digest());
  }

  /** True when the blob is there, a file, with all its bytes. */
  private boolean holds(Descriptor descriptor) throws IOException {
    Path name = Path.of(descriptor.digest().hex());
    try {
      BasicFileAttributes attributes =
          handle
              .getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
              .readAttributes();
      return attributes.isRegularFile()
          && attributes.size() == descriptor.size()
          && digestOf(name).equals(descriptor.digest());
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private Digest digestOf(Path name) throws IOException {
    MessageDigest hash = Digest.newSha256();
    try (SeekableByteChannel channel = handle.newByteChannel(name, OLD_FILE)) {
      ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
      while (channel.read(buffer.clear()) >= 0) {
        hash.update(buffer.flip());
      }
    }
    return Digest.ofSha256(hash.digest());
  }

  private void removeIfThere(Path part) throws IOException {
    try {
      handle.deleteFile(part);
    } catch (NoSuchFileException e) {
      // It was never created: what is to be gone is gone.
      return;
    }
  }

  private static Path part() {
    return Path.of(".part-" + UUID.randomUUID());
  }

  @Override
  public void close() throws IOException {
    handle.close();
  }
}
