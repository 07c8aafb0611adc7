package dev.kaniko.cli.log;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The forms of a log line, as logrus writes them. */
public enum LogFormat {
  COLOR {
    @Override
    String line(LogLevel level, String message, Times times) {
      String name = level.name().substring(0, 4);
      return "\u001b[" + level.color() + "m" + name + "\u001b[0m[" + times.mark() + "] " + message;
    }
  },
  TEXT {
    @Override
    String line(LogLevel level, String message, Times times) {
      return "time=\"" + times.now() + "\" level=" + level.word() + " msg=" + quote(message);
    }
  },
  JSON {
    @Override
    String line(LogLevel level, String message, Times times) {
      return "{\"level\":\""
          + level.word()
          + "\",\"msg\":"
          + quote(message)
          + ",\"time\":\""
          + times.now()
          + "\"}";
    }
  };

  abstract String line(LogLevel level, String message, Times times);

  /** Reads what is given to {@code --log-format}. */
  public static Optional<LogFormat> parse(String text) {
    return Arrays.stream(values())
        .filter(f -> f.name().toLowerCase(Locale.ROOT).equals(text))
        .findFirst();
  }

  /** A string as JSON, and Go, quote it. */
  static String quote(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        case '\t' -> quoted.append("\\t");
        default -> {
          if (c < ' ' || c == 0x7f) {
            quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
          } else {
            quoted.append(c);
          }
        }
      }
    }
    return quoted.append('"').toString();
  }

  /**
   * When a line is written.
   *
   * @param start of the program
   * @param full whether the colour format tells the time of day
   */
  record Times(Instant start, Instant at, boolean full) {
    private static final DateTimeFormatter RFC_3339 = DateTimeFormatter.ISO_OFFSET_DATE_TIME;

    String now() {
      return RFC_3339.format(at.truncatedTo(ChronoUnit.SECONDS).atZone(ZoneId.systemDefault()));
    }

    String mark() {
      return full ? now() : Sizes.padded(Duration.between(start, at).toSeconds(), 4);
    }
  }
}
