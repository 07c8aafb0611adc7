package dev.kaniko.cli.log;

import java.time.Duration;
import java.util.Locale;

/** Amounts as people read them. */
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
    return String.format(Locale.ROOT, "%.1f %s", amount, units[unit]);
  }

  /** {@code 3.1s} or {@code 2m03s}. */
  public static String time(Duration time) {
    return time.toMinutes() == 0
        ? String.format(Locale.ROOT, "%.1fs", time.toMillis() / 1000.0)
        : String.format(Locale.ROOT, "%dm%02ds", time.toMinutes(), time.toSecondsPart());
  }
}
