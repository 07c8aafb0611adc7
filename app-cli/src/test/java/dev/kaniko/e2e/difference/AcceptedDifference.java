package dev.kaniko.e2e.difference;

import java.util.regex.Pattern;

/**
 * A difference that is known, and why it is right.
 *
 * @param builder whose image may differ, a pattern for the whole name
 * @param cases in which it may, a pattern for the whole name
 * @param line of the difference, a pattern for the whole line
 */
public record AcceptedDifference(Pattern builder, Pattern cases, Pattern line, String reason) {

  public AcceptedDifference {
    if (reason.isBlank()) {
      throw new IllegalArgumentException("an accepted difference without a reason: " + line);
    }
  }

  boolean covers(String caseName, String difference) {
    return cases.matcher(caseName).matches() && line.matcher(difference).matches();
  }

  @Override
  public String toString() {
    return "%s, %s: %s (%s)".formatted(builder, cases, line, reason);
  }
}
