package dev.kaniko.adapters.rootfs.tar.header;

import java.util.Arrays;
import java.util.List;

/** Fills one header block after another, as POSIX's ustar has it. */
final class BlockBuilder {
  private static final List<HeaderField> NUMBERS =
      List.of(
          HeaderField.MODE,
          HeaderField.UID,
          HeaderField.GID,
          HeaderField.SIZE,
          HeaderField.MTIME,
          HeaderField.DEVICE_MAJOR,
          HeaderField.DEVICE_MINOR);

  private final byte[] block = new byte[HeaderBlock.SIZE];

  /** Starts a new block; unset numbers are zeros, unset texts empty. */
  void clear() {
    Arrays.fill(block, (byte) 0);
    NUMBERS.forEach(field -> put(field, 0));
    put(HeaderField.MAGIC, "ustar");
    put(HeaderField.VERSION, "00");
  }

  void type(byte type) {
    block[HeaderField.TYPE.offset] = type;
  }

  /** Cuts off what does not fit. */
  @SuppressWarnings(
      "deprecation") // takes the low byte of each char, which is what names are made of
  void put(HeaderField field, String text) {
    text.getBytes(0, Math.min(text.length(), field.length), block, field.offset);
  }

  /** True for numbers that are written as digits with a NUL after them. */
  static boolean fits(HeaderField field, long number) {
    return number >= 0 && number >>> (3 * (field.length - 1)) == 0;
  }

  void put(HeaderField field, long number) {
    put(field, number, field.length - 1);
  }

  private void put(HeaderField field, long number, int digits) {
    long rest = number;
    for (int i = field.offset + digits - 1; i >= field.offset; i--) {
      block[i] = (byte) ('0' + (rest & 7));
      rest >>>= 3;
    }
  }

  /** The block with its checksum; valid until the next {@link #clear}. */
  byte[] finish() {
    put(HeaderField.CHECKSUM, "        ");
    int sum = 0;
    for (byte b : block) {
      sum += b & 0xff;
    }
    // By old custom six digits, a NUL, and the last of the blanks.
    put(HeaderField.CHECKSUM, sum, 6);
    block[HeaderField.CHECKSUM.offset + 6] = 0;
    return block;
  }
}
