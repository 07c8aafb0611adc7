package dev.kaniko.adapters.rootfs.decompression;

import java.io.IOException;
import java.io.InputStream;

/** A buffer over a stream that lets an unpacker give back what it has not used. */
final class ByteInput {
  private final InputStream source;
  private final byte[] buffer = new byte[1 << 16];
  private int next;
  private int end;

  ByteInput(InputStream source) {
    this.source = source;
  }

  byte[] buffer() {
    return buffer;
  }

  /** Where in the buffer the next byte is. */
  int position() {
    return next;
  }

  /** How many bytes are in the buffer. */
  int available() {
    return end - next;
  }

  /** Takes all that is in the buffer but the last {@code left} bytes. */
  void takeAllBut(int left) {
    next = end - left;
  }

  /**
   * Fills the buffer, which is empty.
   *
   * @return false at the end of the source
   */
  boolean fill() throws IOException {
    next = 0;
    end = Math.max(source.read(buffer, 0, buffer.length), 0);
    return end > 0;
  }

  /** True when these two bytes are the next ones; they stay. */
  boolean startsWith(int first, int second) throws IOException {
    if (available() < 2) {
      int kept = available();
      System.arraycopy(buffer, next, buffer, 0, kept);
      next = 0;
      end = kept + source.readNBytes(buffer, kept, 2 - kept);
    }
    return available() >= 2
        && (buffer[next] & 0xff) == first
        && (buffer[next + 1] & 0xff) == second;
  }

  int nextByte() throws IOException {
    if (next == end && !fill()) {
      throw new MalformedStream(StreamFormat.GZIP, "it is cut off");
    }
    return buffer[next++] & 0xff;
  }

  /** The next four bytes as a number, the lowest first. */
  long nextUnsignedInt() throws IOException {
    long value = 0;
    for (int shift = 0; shift < 32; shift += 8) {
      value |= (long) nextByte() << shift;
    }
    return value;
  }
}
