package dev.kaniko.domain.dockerfile.mount;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One record of comma separated fields (RFC 4180): the notation of {@code --mount} and {@code
 * --secret}.
 */
public final class CsvFields {
  private CsvFields() {}

  /**
   * @throws IllegalArgumentException for a quote in the wrong place
   */
  public static List<String> split(String text) {
    List<String> fields = new ArrayList<>();
    int position = 0;
    while (position <= text.length()) {
      boolean quoted = text.startsWith("\"", position);
      StringBuilder field = new StringBuilder();
      int end = quoted ? readQuoted(text, position + 1, field) : readPlain(text, position, field);
      fields.add(field.toString());
      position = end + 1;
    }
    return List.copyOf(fields);
  }

  /** The text that {@link #split} splits into {@code fields}. */
  static String join(List<String> fields) {
    return fields.stream().map(CsvFields::quote).collect(Collectors.joining(","));
  }

  private static String quote(String field) {
    boolean plain = field.indexOf(',') < 0 && field.indexOf('"') < 0;
    return plain ? field : '"' + field.replace("\"", "\"\"") + '"';
  }

  private static int readPlain(String text, int start, StringBuilder field) {
    int comma = text.indexOf(',', start);
    int end = comma < 0 ? text.length() : comma;
    field.append(text, start, end);
    if (field.indexOf("\"") >= 0) {
      throw new IllegalArgumentException("bare \" in non-quoted field of " + text);
    }
    return end;
  }

  /**
   * Reads behind the opening quote; gives the position of the comma or end after the closing one.
   */
  private static int readQuoted(String text, int start, StringBuilder field) {
    int position = start;
    for (int quote = text.indexOf('"', position); quote >= 0; quote = text.indexOf('"', position)) {
      field.append(text, position, quote);
      position = quote + 1;
      if (position == text.length() || text.charAt(position) == ',') {
        return position;
      }
      if (text.charAt(position) != '"') {
        break;
      }
      field.append('"');
      position++;
    }
    throw new IllegalArgumentException("extraneous or missing \" in quoted field of " + text);
  }
}
