package dev.kaniko.adapters.registry.upload;

import dev.kaniko.domain.filesystem.FileContent;
import dev.kaniko.ports.failure.EnvironmentFailure;
import dev.kaniko.ports.layer.Blob;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A piece of a blob, for uploads. A file of this machine that cannot be read is the machine's
 * failure, not the registry's, and no reason to try again.
 *
 * @param length bytes from {@code offset} on
 */
record BlobPart(Blob blob, long offset, long length) implements FileContent {

  @Override
  public InputStream open() throws IOException {
    if (blob.file().isEmpty()) {
      return part(blob.open());
    }
    Path file = blob.file().get();
    try {
      return new LocalPart(part(Files.newInputStream(file)), file);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private InputStream part(InputStream whole) throws IOException {
    try {
      whole.skipNBytes(offset);
      return new Part(whole, length);
    } catch (IOException | RuntimeException e) {
      whole.close();
      throw e;
    }
  }

  private static EnvironmentFailure unreadable(Path file, IOException cause) {
    return new EnvironmentFailure("cannot read " + file + ": " + cause.getMessage(), cause);
  }

  /** Ends after so many bytes, and not before. */
  private static final class Part extends InputStream {
    private final InputStream whole;
    private long left;

    Part(InputStream whole, long length) {
      this.whole = whole;
      this.left = length;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (left == 0) {
        return -1;
      }
      int count = whole.read(target, offset, (int) Math.min(left, length));
      if (count < 0) {
        throw new EOFException("it ends " + left + " bytes too soon");
      }
      left -= count;
      return count;
    }

    @Override
    public void close() throws IOException {
      whole.close();
    }
  }

  /** Tells the machine's failures from the network's. */
  private static final class LocalPart extends InputStream {
    private final InputStream part;
    private final Path file;

    LocalPart(InputStream part, Path file) {
      this.part = part;
      this.file = file;
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      try {
        return part.read(target, offset, length);
      } catch (IOException e) {
        throw unreadable(file, e);
      }
    }

    @Override
    public void close() throws IOException {
      part.close();
    }
  }
}
