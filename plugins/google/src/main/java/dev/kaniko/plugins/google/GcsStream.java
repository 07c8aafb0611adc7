package dev.kaniko.plugins.google;

import com.google.cloud.ReadChannel;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.function.LongConsumer;

/**
 * The content of an object. The client asks for it in ranges, all of one generation of the object,
 * and asks again where a connection has broken.
 */
final class GcsStream extends InputStream {
  private final GcsObject object;
  private final Storage storage;
  private final ReadChannel channel;
  private final LongConsumer progress;
  private final ByteBuffer buffer = ByteBuffer.allocate(256 << 10).flip();
  private long count;

  GcsStream(Storage storage, GcsObject object, LongConsumer progress) {
    this.object = object;
    this.storage = storage;
    this.channel = storage.reader(BlobId.of(object.bucket(), object.name()));
    this.progress = progress;
  }

  /**
   * Waits for the answer of the service.
   *
   * @throws StorageException when it refuses
   */
  void requireFirstBytes() throws IOException {
    try {
      fill();
    } catch (IOException e) {
      if (e.getCause() instanceof StorageException refused) {
        throw refused;
      }
      throw e;
    }
  }

  private boolean fill() throws IOException {
    buffer.clear();
    try {
      int read = channel.read(buffer);
      buffer.flip();
      count += Math.max(0, read);
      progress.accept(count);
      return read >= 0;
    } catch (IOException | RuntimeException e) {
      buffer.clear().flip();
      throw e;
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    try {
      while (!buffer.hasRemaining()) {
        if (!fill()) {
          return -1;
        }
      }
    } catch (StorageException e) {
      throw new IOException(object + " broke off after " + count + " bytes: " + e.getMessage(), e);
    }
    int taken = Math.min(length, buffer.remaining());
    buffer.get(bytes, offset, taken);
    return taken;
  }

  @Override
  public void close() throws IOException {
    channel.close();
    try {
      storage.close();
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("cannot close the client of " + object, e);
    }
  }
}
