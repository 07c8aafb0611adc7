package dev.kaniko.adapters.rootfs.tar.header;

import dev.kaniko.adapters.rootfs.tar.MalformedTar;

/** Decimal numbers of extended headers and sparse maps. */
public final class PaxNumber {
  private PaxNumber() {}

  /**
   * A number from 0 to 2^63-1.
   *
   * @param what it is and {@code position} of its header in the tar: for messages
   */
  public static long parse(String text, String what, long position) throws MalformedTar {
    long value = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9 || value > (Long.MAX_VALUE - digit) / 10) {
        throw malformed(what, position);
      }
      value = value * 10 + digit;
    }
    if (text.isEmpty()) {
      throw malformed(what, position);
    }
    return value;
  }

  private static MalformedTar malformed(String what, long position) {
    return new MalformedTar(position, "the " + what + " is not a number that makes sense");
  }
}
