package dev.kaniko.domain.dockerfile.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations in Go's notation: {@code 1m30s}, {@code 1.5h}, {@code 0}. Spec: <a
 * href="https://pkg.go.dev/time#ParseDuration">time.ParseDuration</a>.
 */
public final class GoDuration {
  private static final Pattern TERM = Pattern.compile("(\\d*+)(?:\\.(\\d*+))?+([^\\d.]*+)");

  /** More digits than these overflow in any unit, or are lost below a nanosecond. */
  private static final int MOST_DIGITS = 20;

  private static final Map<String, Long> NANOSECONDS =
      Map.of(
          "ns", 1L,
          "us", 1_000L,
          "µs", 1_000L,
          "μs", 1_000L,
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "m", 60_000_000_000L,
          "h", 3_600_000_000_000L);

  private GoDuration() {}

  /**
   * @throws IllegalArgumentException when {@code text} is none, or longer than 2^63-1 nanoseconds
   */
  public static Duration parse(String text) {
    boolean signed = text.startsWith("-") || text.startsWith("+");
    String terms = signed ? text.substring(1) : text;
    if (terms.equals("0")) {
      return Duration.ZERO;
    }
    if (terms.isEmpty()) {
      throw invalid(text);
    }
    BigInteger sum = BigInteger.ZERO;
    Matcher term = TERM.matcher(terms);
    for (int position = 0; position < terms.length(); position = term.end()) {
      term.region(position, terms.length()).lookingAt();
      sum = sum.add(nanoseconds(term, text));
    }
    if (sum.bitLength() >= Long.SIZE) {
      throw invalid(text);
    }
    return Duration.ofNanos(text.startsWith("-") ? -sum.longValue() : sum.longValue());
  }

  private static BigInteger nanoseconds(Matcher term, String text) {
    String whole = withoutLeadingZeros(term.group(1));
    String fraction = term.group(2) == null ? "" : term.group(2);
    if ((term.group(1) + fraction).isEmpty() || whole.length() > MOST_DIGITS) {
      throw invalid(text);
    }
    if (term.group(3).isEmpty()) {
      throw new IllegalArgumentException("missing unit in duration \"" + text + "\"");
    }
    Long unit = NANOSECONDS.get(term.group(3));
    if (unit == null) {
      throw new IllegalArgumentException(
          "unknown unit \"" + term.group(3) + "\" in duration \"" + text + "\"");
    }
    String shortFraction = fraction.substring(0, Math.min(fraction.length(), MOST_DIGITS));
    return new BigDecimal("0" + whole + "." + shortFraction + "0")
        .multiply(BigDecimal.valueOf(unit))
        .toBigInteger();
  }

  private static String withoutLeadingZeros(String digits) {
    return digits.replaceFirst("^0+", "");
  }

  private static IllegalArgumentException invalid(String text) {
    return new IllegalArgumentException("invalid duration \"" + text + "\"");
  }
}
