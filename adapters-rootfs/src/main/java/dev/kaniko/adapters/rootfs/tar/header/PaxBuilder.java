package dev.kaniko.adapters.rootfs.tar.header;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.SortedMap;
import java.util.TreeMap;

/** Makes the body of an extended header: records in the order of their keys. */
final class PaxBuilder {
  private final SortedMap<String, String> records = new TreeMap<>();

  /**
   * @param value bytes, one a char
   * @throws IllegalArgumentException for a key that a record cannot have
   */
  void add(String key, String value) {
    if (key.indexOf('=') >= 0) {
      throw new IllegalArgumentException("an equals sign in the key " + key);
    }
    records.put(key, value);
  }

  boolean isEmpty() {
    return records.isEmpty();
  }

  byte[] toBytes() {
    StringBuilder body = new StringBuilder();
    records.forEach(
        (key, value) -> {
          // A blank, an equals sign and a newline.
          int length = key.length() + value.length() + 3;
          body.append(withOwnDigits(length)).append(' ');
          body.append(key).append('=').append(value).append('\n');
        });
    return body.toString().getBytes(ISO_8859_1);
  }

  /** A record's length counts the digits of the length itself. */
  private static int withOwnDigits(int length) {
    int total = length + digits(length);
    return length + digits(total);
  }

  private static int digits(int number) {
    return Integer.toString(number).length();
  }
}
