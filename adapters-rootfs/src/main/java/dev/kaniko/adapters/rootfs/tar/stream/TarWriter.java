package dev.kaniko.adapters.rootfs.tar.stream;

import dev.kaniko.adapters.rootfs.tar.TarEntry;
import dev.kaniko.adapters.rootfs.tar.header.HeaderBlock;
import dev.kaniko.adapters.rootfs.tar.header.HeaderEncoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Writes a tar entry by entry: ustar, with pax's extended headers where they are needed. The same
 * entries give the same bytes. Not for several threads.
 */
public final class TarWriter {
  private static final byte[] ZEROS = new byte[2 * HeaderBlock.SIZE];

  private final OutputStream out;
  private final HeaderEncoder headers;
  private final byte[] buffer = new byte[1 << 17];

  /**
   * @param out takes many small pieces; not closed by this writer
   */
  public TarWriter(OutputStream out) {
    this.out = out;
    this.headers = new HeaderEncoder(out);
  }

  /** Thrown when a file's content turns out to have another size than its header says. */
  public static final class SizeMismatch extends IOException {
    SizeMismatch(String message) {
      super(message);
    }
  }

  /** Writes an entry without content: {@code size} is 0. */
  public void write(TarEntry entry) throws IOException {
    write(entry, InputStream.nullInputStream());
  }

  /**
   * @param content read to its end, not closed
   * @throws SizeMismatch when {@code content} has not {@code size} bytes; the tar is then useless
   */
  public void write(TarEntry entry, InputStream content) throws IOException {
    headers.write(entry);
    long left = entry.size();
    while (left > 0) {
      int read = content.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (read < 0) {
        throw new SizeMismatch(
            "has " + (entry.size() - left) + " bytes instead of " + entry.size());
      }
      out.write(buffer, 0, read);
      left -= read;
    }
    if (content.read() >= 0) {
      throw new SizeMismatch("has more than the " + entry.size() + " bytes it had before");
    }
    out.write(ZEROS, 0, (int) (-entry.size() & (HeaderBlock.SIZE - 1)));
  }

  /** Writes the two blocks of zeros that end a tar. */
  public void finish() throws IOException {
    out.write(ZEROS);
  }
}
