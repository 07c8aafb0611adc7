package dev.kaniko.adapters.rootfs.decompression;

import java.io.IOException;
import java.io.InputStream;

/**
 * The packed bytes: counted, looked at before they are read, and with the source's own failures
 * remembered, so that they are not mistaken for damage that an unpacker has found.
 */
final class PackedSource extends InputStream {
  private final InputStream source;
  private final byte[] head = new byte[StreamFormat.MAGIC_BYTES];
  private int headLength;
  private int headRead;
  private long count;
  private Exception failure;

  PackedSource(InputStream source) {
    this.source = source;
  }

  /** To be called before anything is read. */
  StreamFormat format() throws IOException {
    headLength = source.readNBytes(head, 0, head.length);
    return StreamFormat.of(head, headLength);
  }

  long count() {
    return count;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read;
    if (headRead < headLength) {
      read = Math.min(length, headLength - headRead);
      System.arraycopy(head, headRead, bytes, offset, read);
      headRead += read;
    } else {
      read = readSource(bytes, offset, length);
    }
    count += Math.max(read, 0);
    return read;
  }

  private int readSource(byte[] bytes, int offset, int length) throws IOException {
    try {
      return source.read(bytes, offset, length);
    } catch (IOException | RuntimeException e) {
      failure = e;
      throw e;
    }
  }

  /** Throws the failure of the source, if that is what {@code thrown} came from. */
  void rethrowOwn() throws IOException {
    switch (failure) {
      case null -> {}
      case IOException e -> throw e;
      case RuntimeException e -> throw e;
      case Exception e -> throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
