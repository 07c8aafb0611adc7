package dev.kaniko.adapters.rootfs.tar.header;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.kaniko.adapters.rootfs.tar.MalformedTar;

/**
 * A header block, read field by field. Numbers are octal text or, with the highest bit of the first
 * byte set, base-256: GNU tar manual, "Basic Tar Format".
 */
public final class HeaderBlock {
  public static final int SIZE = 512;

  /** Which of the formats with the same first fields this is. */
  private enum Dialect {
    V7,
    USTAR,
    STAR,
    GNU
  }

  private final byte[] bytes;
  private final long position;

  /**
   * @param bytes not copied: the header is valid until the next block is read into them
   * @param position of the block in the tar
   */
  public HeaderBlock(byte[] bytes, long position) {
    this.bytes = bytes;
    this.position = position;
  }

  public long position() {
    return position;
  }

  public byte byteAt(int offset) {
    return bytes[offset];
  }

  public byte type() {
    return bytes[HeaderField.TYPE.offset];
  }

  public String name() {
    String name = text(HeaderField.NAME);
    return switch (dialect()) {
      case V7, GNU -> name;
      case USTAR -> joined(text(HeaderField.PREFIX), name);
      case STAR -> joined(text(HeaderField.STAR_PREFIX), name);
    };
  }

  private static String joined(String prefix, String name) {
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  private Dialect dialect() {
    if (startsWith(HeaderField.MAGIC, "ustar\0")) {
      return startsWith(HeaderField.STAR_TRAILER, "tar\0") ? Dialect.STAR : Dialect.USTAR;
    }
    boolean gnu = startsWith(HeaderField.MAGIC, "ustar ") && startsWith(HeaderField.VERSION, " \0");
    return gnu ? Dialect.GNU : Dialect.V7;
  }

  private boolean startsWith(HeaderField field, String expected) {
    return new String(bytes, field.offset, field.length, ISO_8859_1).equals(expected);
  }

  /** The bytes of a field up to the first NUL, one a char. */
  public String text(HeaderField field) {
    return text(bytes, field.offset, field.length);
  }

  public static String text(byte[] bytes, int offset, int length) {
    int end = offset;
    while (end < offset + length && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, offset, end - offset, ISO_8859_1);
  }

  public long number(HeaderField field) throws MalformedTar {
    return number(field.offset, field.length, field.name());
  }

  /**
   * @param what the number is, for messages
   */
  public long number(int offset, int length, String what) throws MalformedTar {
    return (bytes[offset] & 0x80) != 0 ? binary(offset, length, what) : octal(offset, length, what);
  }

  /** Big-endian two's complement; of the first byte the marking bit does not count. */
  private long binary(int offset, int length, String what) throws MalformedTar {
    boolean negative = (bytes[offset] & 0x40) != 0;
    long value = negative ? -1 : 0;
    for (int i = 0; i < length; i++) {
      int digit = bytes[offset + i] & 0xff;
      if (i == 0) {
        digit = negative ? digit : digit & 0x7f;
      }
      if (value > Long.MAX_VALUE >> 8 || value < Long.MIN_VALUE >> 8) {
        throw malformed("the " + what + " does not fit into 64 bits");
      }
      value = value << 8 | digit;
    }
    return value;
  }

  private long octal(int offset, int length, String what) throws MalformedTar {
    int start = offset;
    int end = offset + length;
    while (start < end && isPadding(bytes[start])) {
      start++;
    }
    while (end > start && isPadding(bytes[end - 1])) {
      end--;
    }
    long value = 0;
    for (int i = start; i < end; i++) {
      int digit = bytes[i] - '0';
      if (digit < 0 || digit > 7) {
        throw malformed("the " + what + " is not a number");
      }
      value = value << 3 | digit;
    }
    return value;
  }

  private static boolean isPadding(byte b) {
    return b == ' ' || b == 0;
  }

  public boolean isZero() {
    for (byte b : bytes) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * True when the checksum is that of the block: the sum of all bytes, with blanks for its own
   * field. Old tars summed signed bytes.
   */
  public boolean hasValidChecksum() {
    long unsigned = 0;
    long signed = 0;
    for (byte b : bytes) {
      unsigned += b & 0xff;
      signed += b;
    }
    int from = HeaderField.CHECKSUM.offset;
    for (int i = from; i < from + HeaderField.CHECKSUM.length; i++) {
      unsigned += ' ' - (bytes[i] & 0xff);
      signed += ' ' - bytes[i];
    }
    try {
      long stored = number(HeaderField.CHECKSUM);
      return stored == unsigned || stored == signed;
    } catch (MalformedTar _) {
      // No number at all is not the right one either.
      return false;
    }
  }

  public MalformedTar malformed(String message) {
    return new MalformedTar(position, message);
  }
}
