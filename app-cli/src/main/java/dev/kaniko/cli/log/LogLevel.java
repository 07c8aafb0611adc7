package dev.kaniko.cli.log;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How much a line matters; the names are logrus's, which kaniko uses. */
public enum LogLevel {
  PANIC(31),
  FATAL(31),
  ERROR(31),
  WARN(33),
  INFO(36),
  DEBUG(37),
  TRACE(37);

  private final int color;

  LogLevel(int color) {
    this.color = color;
  }

  /** The number of an ANSI colour. */
  int color() {
    return color;
  }

  /** As the formats text and json spell it. */
  String word() {
    return this == WARN ? "warning" : name().toLowerCase(Locale.ROOT);
  }

  /** Reads what is given to {@code --verbosity}. */
  public static Optional<LogLevel> parse(String text) {
    String word = text.toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(level -> level.word().equals(word) || level.name().equalsIgnoreCase(word))
        .findFirst();
  }
}
