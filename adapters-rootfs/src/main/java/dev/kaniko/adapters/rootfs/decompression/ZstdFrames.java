package dev.kaniko.adapters.rootfs.decompression;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/**
 * Passes the frames of a zstd stream on, still packed, and leaves the skippable ones out, which not
 * every decoder knows. Refuses frames whose window is larger than allowed before any decoder makes
 * room for it. Spec: RFC 8878.
 */
final class ZstdFrames extends InputStream {
  private static final long FRAME_MAGIC = 0xfd2fb528L;
  private static final long SKIPPABLE_MAGIC = 0x184d2a50L;
  private static final long SKIPPABLE_MASK = 0xfffffff0L;
  private static final int LARGEST_BLOCK = 1 << 17;

  private enum Next {
    FRAME,
    BLOCK,
    CHECKSUM
  }

  private final InputStream source;
  private final long windowBytes;

  /** Read to be understood, not yet passed on. */
  private final byte[] header = new byte[18];

  private int headerLength;
  private int headerPassed;

  /** Bytes to be passed on from the source without a look. */
  private long passing;

  private Next next = Next.FRAME;
  private boolean checksum;

  /**
   * @param source closed with this stream
   */
  ZstdFrames(InputStream source, long windowBytes) {
    this.source = new BufferedInputStream(source, 1 << 16);
    this.windowBytes = windowBytes;
  }

  static boolean isMagic(long magic) {
    return magic == FRAME_MAGIC || isSkippable(magic);
  }

  private static boolean isSkippable(long magic) {
    return (magic & SKIPPABLE_MASK) == SKIPPABLE_MAGIC;
  }

  /** True when there is a byte to pass on; to be called before the first read. */
  boolean hasFrame() throws IOException {
    return prepare();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (length == 0) {
      return 0;
    }
    if (!prepare()) {
      return -1;
    }
    if (headerPassed < headerLength) {
      int read = Math.min(length, headerLength - headerPassed);
      System.arraycopy(header, headerPassed, bytes, offset, read);
      headerPassed += read;
      return read;
    }
    int read = source.read(bytes, offset, (int) Math.min(length, passing));
    if (read < 0) {
      throw truncated();
    }
    passing -= read;
    return read;
  }

  /**
   * @return false at the end of the stream
   */
  private boolean prepare() throws IOException {
    while (headerPassed == headerLength && passing == 0) {
      headerLength = 0;
      headerPassed = 0;
      switch (next) {
        case FRAME -> {
          if (!startFrame()) {
            return false;
          }
        }
        case BLOCK -> startBlock();
        case CHECKSUM -> {
          passing = 4;
          next = Next.FRAME;
        }
      }
    }
    return true;
  }

  private boolean startFrame() throws IOException {
    int read = source.readNBytes(header, 0, 4);
    if (read == 0) {
      return false;
    }
    if (read < 4) {
      throw truncated();
    }
    long magic = ZstdFrameHeader.littleEndian(header, 0, 4);
    if (isSkippable(magic)) {
      skipFrame();
      return true;
    }
    if (magic != FRAME_MAGIC) {
      throw malformed("something else follows the last frame");
    }
    headerLength = 4;
    readHeader(1);
    readHeader(ZstdFrameHeader.bytesAfter(header[4] & 0xff));
    ZstdFrameHeader frame = ZstdFrameHeader.of(header, 4);
    checkWindow(frame.windowBytes());
    checksum = frame.hasChecksum();
    next = Next.BLOCK;
    return true;
  }

  private void skipFrame() throws IOException {
    if (source.readNBytes(header, 0, 4) < 4) {
      throw truncated();
    }
    long left = ZstdFrameHeader.littleEndian(header, 0, 4);
    byte[] skipped = new byte[1 << 12];
    while (left > 0) {
      int read = source.read(skipped, 0, (int) Math.min(left, skipped.length));
      if (read < 0) {
        throw truncated();
      }
      left -= read;
    }
  }

  private void checkWindow(long needed) throws IOException {
    if (needed < 0 || needed > windowBytes) {
      throw malformed(
          "unpacking it takes a window of "
              + Long.toUnsignedString(needed)
              + " bytes, at most "
              + windowBytes
              + " are allowed");
    }
  }

  private void startBlock() throws IOException {
    readHeader(3);
    int block = (int) ZstdFrameHeader.littleEndian(header, 0, 3);
    int size = block >> 3;
    if (size > LARGEST_BLOCK) {
      throw malformed("a block of " + size + " bytes");
    }
    boolean last = (block & 1) != 0;
    passing =
        switch (block >> 1 & 3) {
          case 0, 2 -> size;
          // One byte that is repeated.
          case 1 -> 1;
          default -> throw malformed("a block of an unknown type");
        };
    if (last) {
      next = checksum ? Next.CHECKSUM : Next.FRAME;
    }
  }

  private void readHeader(int length) throws IOException {
    if (source.readNBytes(header, headerLength, length) < length) {
      throw truncated();
    }
    headerLength += length;
  }

  private static MalformedStream truncated() {
    return malformed("it is cut off");
  }

  private static MalformedStream malformed(String message) {
    return new MalformedStream(StreamFormat.ZSTD, message);
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
