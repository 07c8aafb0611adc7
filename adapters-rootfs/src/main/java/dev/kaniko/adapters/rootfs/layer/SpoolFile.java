package dev.kaniko.adapters.rootfs.layer;

import dev.kaniko.domain.filesystem.FileContent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * Contents kept one after another in one file, from where each can be read again. Long runs of
 * zeros become holes, so that unpacked sparse files do not fill the disk.
 */
public final class SpoolFile implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final byte[] ZEROS = new byte[BUFFER_BYTES];

  private final Path path;
  private final FileChannel channel;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int buffered;
  private long flushed;

  private SpoolFile(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /** A new one in {@code directory}; deleted when it is closed. */
  public static SpoolFile createIn(Path directory) throws IOException {
    Path path = Files.createTempFile(directory, "archive-", ".spool");
    return new SpoolFile(path, FileChannel.open(path, StandardOpenOption.WRITE));
  }

  /**
   * Appends all of {@code content}. What is returned can be opened after {@link #finish}, until
   * this is closed.
   */
  public FileContent append(InputStream content) throws IOException {
    long start = flushed + buffered;
    int read = content.read(buffer, buffered, BUFFER_BYTES - buffered);
    while (read >= 0) {
      buffered += read;
      if (buffered == BUFFER_BYTES) {
        flush();
      }
      read = content.read(buffer, buffered, BUFFER_BYTES - buffered);
    }
    long size = flushed + buffered - start;
    return () -> SpoolRegion.open(path, start, size);
  }

  /** Writes what is still in memory. Nothing can be appended any more. */
  public void finish() throws IOException {
    flush();
    if (channel.size() < flushed) {
      // The file ends with a hole.
      channel.write(ByteBuffer.wrap(ZEROS, 0, 1), flushed - 1);
    }
    channel.close();
  }

  private void flush() throws IOException {
    boolean hole = Arrays.equals(buffer, 0, buffered, ZEROS, 0, buffered);
    ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, hole ? 0 : buffered);
    long at = flushed;
    while (bytes.hasRemaining()) {
      at += channel.write(bytes, at);
    }
    flushed += buffered;
    buffered = 0;
  }

  @Override
  public void close() throws IOException {
    channel.close();
    Files.deleteIfExists(path);
  }
}
