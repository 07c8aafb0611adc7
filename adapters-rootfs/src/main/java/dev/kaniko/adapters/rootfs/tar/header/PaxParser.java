package dev.kaniko.adapters.rootfs.tar.header;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.kaniko.adapters.rootfs.tar.MalformedTar;
import java.util.HashMap;
import java.util.Map;

/** Takes the body of one extended header apart: records of {@code LENGTH KEY=VALUE\n}. */
public final class PaxParser {
  private static final int LONGEST_LENGTH = 9;

  private final String text;
  private final long position;
  private final Map<String, String> values = new HashMap<>();

  /** Offsets and lengths in turn, comma-separated: the only keys that come again and again. */
  private final StringBuilder sparseMap = new StringBuilder();

  private boolean offsetBefore;

  /**
   * @param position of the header in the tar, for messages
   */
  public PaxParser(byte[] body, long position) {
    this.text = new String(body, ISO_8859_1);
    this.position = position;
  }

  public PaxRecords parse() throws MalformedTar {
    for (int start = 0; start < text.length(); ) {
      start = record(start);
    }
    if (!sparseMap.isEmpty()) {
      values.put(PaxRecords.SPARSE_MAP, sparseMap.toString());
    }
    return new PaxRecords(values, position);
  }

  /**
   * @return where the next one starts
   */
  private int record(int start) throws MalformedTar {
    int blank = text.indexOf(' ', start);
    long end = start + length(start, blank);
    if (end > text.length() || end <= blank + 1 || text.charAt((int) end - 1) != '\n') {
      throw malformed();
    }
    int equals = text.indexOf('=', blank);
    if (equals <= blank + 1 || equals >= end - 1) {
      throw malformed();
    }
    keep(text.substring(blank + 1, equals), text.substring(equals + 1, (int) end - 1));
    return (int) end;
  }

  private long length(int start, int blank) throws MalformedTar {
    if (blank <= start || blank - start > LONGEST_LENGTH) {
      throw malformed();
    }
    long length = 0;
    for (int i = start; i < blank; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        throw malformed();
      }
      length = length * 10 + digit;
    }
    return length;
  }

  private void keep(String key, String value) throws MalformedTar {
    switch (key) {
      case PaxRecords.SPARSE_OFFSET -> keepSparse(value, false);
      case PaxRecords.SPARSE_LENGTH -> keepSparse(value, true);
      case "path", "linkpath", PaxRecords.SPARSE_NAME -> {
        if (value.indexOf('\0') >= 0) {
          throw new MalformedTar(position, "a NUL in the " + key + " of the extended header");
        }
        values.put(key, value);
      }
      default -> values.put(key, value);
    }
  }

  private void keepSparse(String value, boolean isLength) throws MalformedTar {
    if (isLength != offsetBefore || value.indexOf(',') >= 0) {
      throw malformed();
    }
    sparseMap.append(sparseMap.isEmpty() ? "" : ",").append(value);
    offsetBefore = !isLength;
  }

  private MalformedTar malformed() {
    return new MalformedTar(position, "a record of the extended header is malformed");
  }
}
