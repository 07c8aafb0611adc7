package dev.kaniko.adapters.rootfs.tar.stream;

import dev.kaniko.adapters.rootfs.tar.MalformedTar;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/** The bytes of a tar, counted; ends too early with {@link MalformedTar}. */
final class TarInput implements Closeable {
  private static final int BUFFER_BYTES = 1 << 16;

  private final InputStream source;
  private final byte[] scratch = new byte[BUFFER_BYTES];
  private long position;

  TarInput(InputStream source) {
    this.source = new BufferedInputStream(source, BUFFER_BYTES);
  }

  long position() {
    return position;
  }

  /**
   * @return false when the tar ends right here, without a byte more
   */
  boolean readBlock(byte[] block) throws IOException {
    int read = source.readNBytes(block, 0, block.length);
    position += read;
    if (read > 0 && read < block.length) {
      throw truncated();
    }
    return read > 0;
  }

  byte[] readExactly(int length) throws IOException {
    byte[] bytes = new byte[length];
    int read = source.readNBytes(bytes, 0, length);
    position += read;
    if (read < length) {
      throw truncated();
    }
    return bytes;
  }

  /** At least one byte. */
  int read(byte[] bytes, int offset, int length) throws IOException {
    int read = source.read(bytes, offset, length);
    if (read < 0) {
      throw truncated();
    }
    position += read;
    return read;
  }

  /** Reads rather than seeks: seeking over the end of a file would not be noticed. */
  void skip(long length) throws IOException {
    for (long left = length; left > 0; ) {
      left -= read(scratch, 0, (int) Math.min(left, scratch.length));
    }
  }

  /** Reads whatever is left of the source, so that a digest over all of it can be checked. */
  void drain() throws IOException {
    for (int read = 0; read >= 0; read = source.read(scratch, 0, scratch.length)) {
      position += read;
    }
  }

  MalformedTar truncated() {
    return new MalformedTar(position, "it ends in the middle of an entry");
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
