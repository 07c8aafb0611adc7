package dev.kaniko.adapters.context.http;

import dev.kaniko.ports.failure.UnsafeContentFailure;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Stops a body that is longer than it may be. */
final class LimitedBody extends FilterInputStream {
  private final long largest;
  private final String location;
  private long read;

  /**
   * @param largest number of bytes that may come
   */
  LimitedBody(InputStream body, long largest, String location) {
    super(body);
    this.largest = largest;
    this.location = location;
  }

  /** Takes notice of how long the server says it is, before anything is read. */
  void announced(long size) {
    if (size > largest) {
      throw tooLong();
    }
  }

  @Override
  public int read() throws IOException {
    int value = in.read();
    count(value < 0 ? 0 : 1);
    return value;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int count = in.read(bytes, offset, length);
    count(Math.max(0, count));
    return count;
  }

  private void count(int more) {
    read += more;
    if (read > largest) {
      throw tooLong();
    }
  }

  private UnsafeContentFailure tooLong() {
    return new UnsafeContentFailure(location, "has more than " + largest + " bytes");
  }
}
