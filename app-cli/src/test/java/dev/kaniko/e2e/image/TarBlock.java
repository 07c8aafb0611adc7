package dev.kaniko.e2e.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The 512 bytes that begin an entry of a tar, field by field. */
final class TarBlock {
  static final int SIZE = 512;

  private final byte[] block;

  private TarBlock(byte[] block) {
    this.block = block;
  }

  /** Empty when the stream ends, or ends too soon. */
  static Optional<TarBlock> read(InputStream in) throws IOException {
    byte[] block = in.readNBytes(SIZE);
    return block.length == SIZE ? Optional.of(new TarBlock(block)) : Optional.empty();
  }

  boolean isZero() {
    for (byte b : block) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  char typeFlag() {
    return (char) (block[156] & 0xff);
  }

  /** The name with ustar's prefix; GNU tars use the prefix field for other things. */
  String name() {
    String name = text(0, 100);
    boolean ustar = text(257, 6).equals("ustar") && block[263] == '0';
    String prefix = ustar ? text(345, 155) : "";
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  String linkTarget() {
    return text(157, 100);
  }

  long mode() {
    return number(100, 8);
  }

  long uid() {
    return number(108, 8);
  }

  long gid() {
    return number(116, 8);
  }

  long size() {
    return number(124, 12);
  }

  long modified() {
    return number(136, 12);
  }

  String device() {
    return number(329, 8) + ":" + number(337, 8);
  }

  private String text(int from, int length) {
    int end = from;
    while (end < from + length && block[end] != 0) {
      end++;
    }
    return new String(block, from, end - from, StandardCharsets.ISO_8859_1);
  }

  /**
   * Octal digits, or, with the first bit set, a big-endian two's complement number, of which the
   * last 64 bits are enough.
   */
  private long number(int from, int length) {
    if ((block[from] & 0x80) == 0) {
      String digits = text(from, length).strip();
      return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
    }
    long value = block[from] & 0x7f;
    for (int i = from + 1; i < from + length; i++) {
      value = (value << 8) | (block[i] & 0xff);
    }
    return value;
  }
}
