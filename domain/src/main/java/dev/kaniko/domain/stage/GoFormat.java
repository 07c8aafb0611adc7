package dev.kaniko.domain.stage;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Values printed as Go prints them: the history's wording comes from there. */
final class GoFormat {
  private GoFormat() {}

  /** A list under {@code %q}: {@code ["a" "b"]}. */
  static String quoted(List<String> values) {
    return values.stream().map(GoFormat::quote).collect(Collectors.joining(" ", "[", "]"));
  }

  /** A list under {@code %v}: {@code [a b]}. */
  static String plain(List<String> values) {
    return "[" + String.join(" ", values) + "]";
  }

  /** A string under {@code %q}. */
  static String quote(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints().forEach(c -> quoted.append(escape(c, '"')));
    return quoted.append('"').toString();
  }

  /** An integer under {@code %q}: the character of that number. */
  static String quote(int character) {
    return "'" + escape(character, '\'') + "'";
  }

  private static String escape(int c, char quote) {
    return switch (c) {
      case 7 -> "\\a";
      case '\b' -> "\\b";
      case '\f' -> "\\f";
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      case 11 -> "\\v";
      case '\\' -> "\\\\";
      default -> {
        if (c == quote) {
          yield "\\" + quote;
        }
        if (c < ' ' || c == 0x7f) {
          yield String.format(Locale.ROOT, "\\x%02x", c);
        }
        if (!isPrintable(c)) {
          yield String.format(Locale.ROOT, c > 0xffff ? "\\U%08x" : "\\u%04x", c);
        }
        yield Character.toString(c);
      }
    };
  }

  /** Letters, marks, numbers, punctuation, symbols, and of the spaces the ASCII one alone. */
  private static boolean isPrintable(int c) {
    return c == ' '
        || switch (Character.getType(c)) {
          case Character.UNASSIGNED,
              Character.CONTROL,
              Character.FORMAT,
              Character.PRIVATE_USE,
              Character.SURROGATE,
              Character.SPACE_SEPARATOR,
              Character.LINE_SEPARATOR,
              Character.PARAGRAPH_SEPARATOR ->
              false;
          default -> true;
        };
  }

  /** A duration as its {@code String} method gives it: {@code 1m30s}, {@code 1.5s}, {@code 0s}. */
  static String duration(Duration duration) {
    if (duration.isZero()) {
      return "0s";
    }
    long nanos = duration.toNanos();
    if (nanos < 1_000_000_000) {
      return belowSecond(nanos);
    }
    StringBuilder text = new StringBuilder();
    if (duration.toHours() > 0) {
      text.append(duration.toHours()).append('h');
    }
    if (duration.toMinutes() > 0) {
      text.append(duration.toMinutesPart()).append('m');
    }
    return text + decimal(nanos % 60_000_000_000L, 1_000_000_000) + "s";
  }

  private static String belowSecond(long nanos) {
    if (nanos < 1_000) {
      return nanos + "ns";
    }
    return nanos < 1_000_000 ? decimal(nanos, 1_000) + "µs" : decimal(nanos, 1_000_000) + "ms";
  }

  private static String decimal(long value, long unit) {
    String fraction = Long.toString(unit + value % unit).substring(1).replaceAll("0+$", "");
    return value / unit + (fraction.isEmpty() ? "" : "." + fraction);
  }
}
