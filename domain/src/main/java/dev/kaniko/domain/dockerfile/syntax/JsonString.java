package dev.kaniko.domain.dockerfile.syntax;

import java.util.Optional;

/**
 * A JSON string.
 *
 * @param value empty when it is malformed
 * @param end the position behind it
 */
record JsonString(Optional<String> value, int end) {

  /** Reads the string whose opening quote is at {@code start}. */
  static JsonString read(String text, int start) {
    StringBuilder value = new StringBuilder();
    int position = start + 1;
    while (position < text.length()) {
      char c = text.charAt(position++);
      if (c == '"') {
        return new JsonString(Optional.of(wellFormed(value)), position);
      } else if (c < ' ') {
        break;
      } else if (c != '\\') {
        value.append(c);
      } else {
        int escaped = escaped(text, position);
        if (escaped < 0) {
          break;
        }
        value.append((char) escaped);
        position += text.charAt(position) == 'u' ? 5 : 1;
      }
    }
    return new JsonString(Optional.empty(), position);
  }

  /** The character that the escape at {@code position} means; negative when there is none. */
  private static int escaped(String text, int position) {
    if (position == text.length()) {
      return -1;
    }
    return switch (text.charAt(position)) {
      case '"' -> '"';
      case '\\' -> '\\';
      case '/' -> '/';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> hexadecimal(text, position + 1);
      default -> -1;
    };
  }

  private static int hexadecimal(String text, int start) {
    if (start + 4 > text.length()) {
      return -1;
    }
    int value = 0;
    for (int i = start; i < start + 4; i++) {
      char c = text.charAt(i);
      int digit = c < 0x80 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        return -1;
      }
      value = value * 16 + digit;
    }
    return value;
  }

  /** Half of a surrogate pair is no character; U+FFFD takes its place. */
  private static String wellFormed(StringBuilder value) {
    StringBuilder result = new StringBuilder(value.length());
    value
        .codePoints()
        .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
        .forEach(result::appendCodePoint);
    return result.toString();
  }
}
