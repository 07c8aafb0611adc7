package dev.kaniko.adapters.rootfs.decompression;

import java.io.IOException;
import java.util.zip.CRC32;

/** Passes over the header of a gzip member. Spec: RFC 1952, 2.3. */
final class GzipHeader {
  private static final int FIRST = 0x1f;
  private static final int SECOND = 0x8b;
  private static final int DEFLATE = 8;
  private static final int HAS_CHECKSUM = 1 << 1;
  private static final int HAS_EXTRA = 1 << 2;
  private static final int HAS_NAME = 1 << 3;
  private static final int HAS_COMMENT = 1 << 4;
  private static final int RESERVED = 0b1110_0000;

  private final ByteInput input;
  private final CRC32 crc32 = new CRC32();

  private GzipHeader(ByteInput input) {
    this.input = input;
  }

  /**
   * @return false when something else, or nothing, comes next
   */
  static boolean skip(ByteInput input) throws IOException {
    if (!input.startsWith(FIRST, SECOND)) {
      return false;
    }
    new GzipHeader(input).skip();
    return true;
  }

  private void skip() throws IOException {
    skip(2);
    if (nextByte() != DEFLATE) {
      throw malformed("an unknown method of compression");
    }
    int flags = nextByte();
    if ((flags & RESERVED) != 0) {
      throw malformed("unknown flags in the header");
    }
    // The time, the effort, the system.
    skip(6);
    if ((flags & HAS_EXTRA) != 0) {
      int length = nextByte();
      skip(length | nextByte() << 8);
    }
    if ((flags & HAS_NAME) != 0) {
      skipText();
    }
    if ((flags & HAS_COMMENT) != 0) {
      skipText();
    }
    if ((flags & HAS_CHECKSUM) != 0) {
      checkChecksum();
    }
  }

  private void checkChecksum() throws IOException {
    long computed = crc32.getValue() & 0xffff;
    int low = input.nextByte();
    if ((low | input.nextByte() << 8) != computed) {
      throw malformed("the checksum of its header is wrong");
    }
  }

  private void skip(int length) throws IOException {
    for (int i = 0; i < length; i++) {
      nextByte();
    }
  }

  private void skipText() throws IOException {
    int b = nextByte();
    while (b != 0) {
      b = nextByte();
    }
  }

  private int nextByte() throws IOException {
    int b = input.nextByte();
    crc32.update(b);
    return b;
  }

  private static MalformedStream malformed(String message) {
    return new MalformedStream(StreamFormat.GZIP, message);
  }
}
