package dev.kaniko.adapters.registry.json;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;

/** Times as Go writes them into image configs: RFC 3339, as many digits of a second as needed. */
public final class GoTime {
  private static final int LATEST_YEAR = 9999;

  private static final DateTimeFormatter WRITTEN =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
          .appendLiteral('Z')
          .toFormatter()
          .withZone(ZoneOffset.UTC);

  private GoTime() {}

  /** {@code 2024-01-02T03:04:05.12Z}. */
  public static String write(Instant time) {
    return WRITTEN.format(time);
  }

  /**
   * @throws DateTimeException for what is not RFC 3339, years after 9999 among it
   */
  public static Instant read(String text) {
    OffsetDateTime time = OffsetDateTime.parse(text);
    if (time.getYear() < 0 || time.getYear() > LATEST_YEAR) {
      throw new DateTimeException("a year from 0 to 9999 is expected");
    }
    return time.toInstant();
  }
}
