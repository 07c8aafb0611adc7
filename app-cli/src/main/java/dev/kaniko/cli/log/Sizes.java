package dev.kaniko.cli.log;

import java.time.Duration;

/**
 * Amounts as people read them. Written without {@link java.util.Formatter}: its first number loads
 * the data of all locales and looks through the whole class path, which costs a small build a tenth
 * of its time.
 */
public final class Sizes {
  private Sizes() {}

  /** {@code 12.4 MB}: powers of 1000, as registries count. */
  public static String bytes(long bytes) {
    if (bytes < 1000) {
      return bytes + " B";
    }
    String[] units = {"kB", "MB", "GB", "TB"};
    double amount = bytes / 1000.0;
    int unit = 0;
    while (amount >= 999.95 && unit < units.length - 1) {
      amount /= 1000;
      unit++;
    }
    return oneDecimal(amount) + " " + units[unit];
  }

  /** {@code 3.1s} or {@code 2m03s}. */
  public static String time(Duration time) {
    return time.toMinutes() == 0
        ? oneDecimal(time.toMillis() / 1000.0) + "s"
        : time.toMinutes() + "m" + padded(time.toSecondsPart(), 2) + "s";
  }

  /** {@code number} with zeros before it, as many as make {@code width} digits. */
  static String padded(long number, int width) {
    String digits = Long.toString(number);
    return "0".repeat(Math.max(0, width - digits.length())) + digits;
  }

  private static String oneDecimal(double amount) {
    long tenths = Math.round(amount * 10);
    return tenths / 10 + "." + tenths % 10;
  }
}
