package dev.kaniko.adapters.registry.file;

import dev.kaniko.domain.image.Descriptor;
import dev.kaniko.domain.image.Digest;
import dev.kaniko.ports.failure.EnvironmentFailure;
import dev.kaniko.ports.failure.UnsafeContentFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A directory of an OCI layout, held open. Commands of the build may have been able to write there,
 * so that no link in it is followed and nothing in it is believed: a file replaces whatever has its
 * name.
 */
public final class LayoutDirectory implements AutoCloseable {
  /** What the file {@code oci-layout} says. Spec: image-spec image-layout.md. */
  public static final String LAYOUT = "{\"imageLayoutVersion\":\"1.0.0\"}";

  private static final int BUFFER = 1 << 16;

  private static final Set<OpenOption> NEW_FILE =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

  private static final String LOCK = ".lock";

  private static final Set<OpenOption> LOCK_FILE =
      Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

  private static final Set<OpenOption> OLD_FILE =
      Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

  private final Path path;
  private final SecureDirectoryStream<Path> handle;
  private Optional<FileChannel> locked = Optional.empty();

  private LayoutDirectory(Path path, DirectoryStream<Path> handle) throws IOException {
    this.path = path;
    if (!(handle instanceof SecureDirectoryStream<Path> secure)) {
      handle.close();
      throw new IOException(path + " is on a file system that cannot hold directories open");
    }
    this.handle = secure;
  }

  /** A directory that is there. */
  // The stream is the handle that the new object owns and closes.
  @SuppressWarnings("StreamResourceLeak")
  public static LayoutDirectory existing(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      throw new IOException("it is no directory");
    }
    return new LayoutDirectory(path, Files.newDirectoryStream(path));
  }

  /**
   * Sees that a layout can be made or changed in {@code directory}, as far as that is known before.
   *
   * @param directory absolute; it need not be there
   * @throws EnvironmentFailure when it cannot
   */
  public static void requireWritable(Path directory) {
    Path existing = directory;
    while (existing.getParent() != null && !Files.exists(existing)) {
      existing = existing.getParent();
    }
    if (!Files.isDirectory(existing) || !Files.isWritable(existing)) {
      throw new EnvironmentFailure(
          "cannot write an image layout to " + directory,
          existing + " is not a directory that can be written to");
    }
  }

  /** Creates what is missing of {@code path}. */
  // The stream is the handle that the new object owns and closes.
  @SuppressWarnings("StreamResourceLeak")
  public static LayoutDirectory open(Path path) throws IOException {
    Files.createDirectories(path);
    return new LayoutDirectory(path, Files.newDirectoryStream(path));
  }

  /** The directory {@code name} in this one, created if it is missing, never a link. */
  public LayoutDirectory directory(String name) throws IOException {
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
  public void write(String name, byte[] content) throws IOException {
    Path part = part();
    try (SeekableByteChannel channel = handle.newByteChannel(part, NEW_FILE)) {
      ByteBuffer buffer = ByteBuffer.wrap(content);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    }
    handle.move(part, handle, Path.of(name));
  }

  /** A small file as a whole; empty when there is none. */
  public Optional<byte[]> read(String name, int largest) throws IOException {
    try (SeekableByteChannel channel = handle.newByteChannel(Path.of(name), OLD_FILE)) {
      if (channel.size() > largest) {
        throw new UnsafeContentFailure(
            path.resolve(name).toString(), "is larger than " + largest + " bytes");
      }
      return Optional.of(Channels.newInputStream(channel).readAllBytes());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /**
   * Locks the directory for all processes that ask for its lock, until it is closed.
   *
   * @param waiting is run when another process has the lock, before waiting for it
   */
  public void lock(Runnable waiting) throws IOException {
    // On Linux they are, and a lock needs one.
    FileChannel channel = (FileChannel) handle.newByteChannel(Path.of(LOCK), LOCK_FILE);
    locked = Optional.of(channel);
    if (channel.tryLock() == null) {
      waiting.run();
      channel.lock();
    }
  }

  /**
   * Writes a blob, unless it is there already. {@code content} is checked on its way.
   *
   * @return whether it was written
   */
  public boolean write(Descriptor descriptor, Content content) throws IOException {
    return !holds(descriptor) && rewrite(descriptor, content);
  }

  /** Writes a blob, even if it is there already. Gives true. */
  public boolean rewrite(Descriptor descriptor, Content content) throws IOException {
    Digest digest = descriptor.digest();
    Path part = part();
    boolean complete = false;
    try {
      Digest own = copy(content, part);
      if (!own.equals(digest)) {
        throw new UnsafeContentFailure("blob " + digest, "has bytes whose digest is " + own);
      }
      handle.move(part, handle, Path.of(digest.hex()));
      complete = true;
      return true;
    } finally {
      if (!complete) {
        removeIfThere(part);
      }
    }
  }

  /** The names of all that is in this directory. */
  public List<String> names() throws IOException {
    return names(handle);
  }

  private static List<String> names(SecureDirectoryStream<Path> directory) throws IOException {
    List<String> names = new ArrayList<>();
    // Once more: a handle can be gone through a single time.
    try (DirectoryStream<Path> entries =
        directory.newDirectoryStream(Path.of("."), LinkOption.NOFOLLOW_LINKS)) {
      entries.forEach(entry -> names.add(entry.getFileName().toString()));
    }
    return names;
  }

  /**
   * Removes a file, or a directory with all that is in it; nothing is done when it is not there.
   */
  public void removeAll(String name) throws IOException {
    removeAll(handle, Path.of(name));
  }

  private static void removeAll(SecureDirectoryStream<Path> from, Path name) throws IOException {
    try {
      BasicFileAttributes attributes = attributes(from, name);
      if (!attributes.isDirectory()) {
        from.deleteFile(name);
        return;
      }
      try (SecureDirectoryStream<Path> directory =
          from.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
        for (String child : names(directory)) {
          removeAll(directory, Path.of(child));
        }
      }
      from.deleteDirectory(name);
    } catch (NoSuchFileException e) {
      // Somebody else has removed it: what is to be gone is gone.
      return;
    }
  }

  private static BasicFileAttributes attributes(SecureDirectoryStream<Path> directory, Path name)
      throws IOException {
    return directory
        .getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .readAttributes();
  }

  /**
   * Removes all blobs of this layout that are not needed, and what was never finished. To be called
   * with the lock.
   *
   * @param needed digests in hex
   * @return how many bytes were removed
   */
  public long removeBlobsBut(Set<String> needed) throws IOException {
    long removed = 0;
    try (LayoutDirectory blobs = directory("blobs");
        LayoutDirectory sha256 = blobs.directory("sha256")) {
      for (String name : sha256.names()) {
        if (!needed.contains(name)) {
          removed += attributes(sha256.handle, Path.of(name)).size();
          sha256.removeAll(name);
        }
      }
    }
    return removed;
  }

  /** Where a blob's bytes come from. */
  @FunctionalInterface
  public interface Content {
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
      BasicFileAttributes attributes = attributes(handle, name);
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
    if (locked.isPresent()) {
      locked.get().close();
    }
    handle.close();
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
