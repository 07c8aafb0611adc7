package dev.kaniko.e2e.image;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The records of a PAX extended header, values kept as bytes: those of {@code security.capability}
 * are no text.
 *
 * @see <a href="https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html">pax</a>
 */
record PaxRecords(Map<String, String> values) {
  private static final String XATTR = "SCHILY.xattr.";

  static final PaxRecords NONE = new PaxRecords(Map.of());

  PaxRecords {
    values = Map.copyOf(values);
  }

  /** Each record is {@code "LENGTH KEY=VALUE\n"}, the length counting the whole record. */
  static PaxRecords of(byte[] header) {
    Map<String, String> values = new TreeMap<>();
    String text = new String(header, StandardCharsets.ISO_8859_1);
    int start = 0;
    while (start < text.length()) {
      int blank = text.indexOf(' ', start);
      int equals = text.indexOf('=', blank);
      int end = start + Integer.parseInt(text.substring(start, blank));
      if (equals < 0 || equals >= end || text.charAt(end - 1) != '\n') {
        throw new MalformedImage("a broken PAX record at " + start);
      }
      values.put(text.substring(blank + 1, equals), text.substring(equals + 1, end - 1));
      start = end;
    }
    return new PaxRecords(values);
  }

  String text(String key, String otherwise) {
    return values.getOrDefault(key, otherwise);
  }

  long number(String key, long otherwise) {
    String value = values.get(key);
    return value == null ? otherwise : Long.parseLong(value);
  }

  /** Whole seconds, rounded down also before 1970. */
  long seconds(String key, long otherwise) {
    String value = values.get(key);
    if (value == null) {
      return otherwise;
    }
    return new BigDecimal(value).setScale(0, RoundingMode.FLOOR).longValueExact();
  }

  SortedMap<String, String> xattrs() {
    SortedMap<String, String> xattrs = new TreeMap<>();
    values.forEach(
        (key, value) -> {
          if (key.startsWith(XATTR)) {
            xattrs.put(key.substring(XATTR.length()), value);
          }
        });
    return xattrs;
  }
}
