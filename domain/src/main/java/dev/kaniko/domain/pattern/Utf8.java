package dev.kaniko.domain.pattern;

import dev.kaniko.domain.source.Blank;
import java.nio.charset.StandardCharsets;

/** Characters in texts that are kept one byte a char. */
final class Utf8 {
  /** What a byte that is no part of a character is read as. */
  static final int INVALID = 0xFFFD;

  private Utf8() {}

  /** How many bytes the character at {@code index} has; 1 for a byte that begins none. */
  static int width(String bytes, int index) {
    int first = bytes.charAt(index);
    int width = first < 0x80 ? 1 : first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (width == 0 || first > 0xF4 || index + width > bytes.length()) {
      return 1;
    }
    for (int i = 1; i < width; i++) {
      if ((bytes.charAt(index + i) & 0xC0) != 0x80) {
        return 1;
      }
    }
    return width < 3 || isCanonical(first, bytes.charAt(index + 1)) ? width : 1;
  }

  /** Neither longer than needed, nor half a surrogate pair, nor above U+10FFFF. */
  private static boolean isCanonical(int first, int second) {
    return switch (first) {
      case 0xE0 -> second >= 0xA0;
      case 0xED -> second < 0xA0;
      case 0xF0 -> second >= 0x90;
      case 0xF4 -> second < 0x90;
      default -> true;
    };
  }

  /** The character at {@code index}; {@link #INVALID} for a byte that begins none. */
  static int character(String bytes, int index) {
    int first = bytes.charAt(index);
    int width = width(bytes, index);
    if (width == 1) {
      return first < 0x80 ? first : INVALID;
    }
    byte[] encoded = bytes.substring(index, index + width).getBytes(StandardCharsets.ISO_8859_1);
    return new String(encoded, StandardCharsets.UTF_8).codePointAt(0);
  }

  /** Without the blanks at both ends. */
  static String trim(String bytes) {
    int start = 0;
    while (start < bytes.length() && Blank.is(character(bytes, start))) {
      start += width(bytes, start);
    }
    int end = bytes.length();
    int blank = widthOfBlankBefore(bytes, start, end);
    while (blank > 0) {
      end -= blank;
      blank = widthOfBlankBefore(bytes, start, end);
    }
    return bytes.substring(start, end);
  }

  /** No blank has more than three bytes. */
  private static int widthOfBlankBefore(String bytes, int start, int end) {
    for (int width = 1; width <= Math.min(3, end - start); width++) {
      int index = end - width;
      if (width(bytes, index) == width && Blank.is(character(bytes, index))) {
        return width;
      }
    }
    return 0;
  }
}
