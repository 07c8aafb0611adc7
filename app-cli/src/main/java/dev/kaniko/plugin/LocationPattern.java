package dev.kaniko.plugin;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Which locations of build contexts a plugin serves: {@code gs://*}, {@code https://*.git}. A star
 * stands for any text, also for none; the scheme is compared without regard to case. {@code
 * USER@HOST:PATH}, which has none, counts as {@code ssh://USER@HOST:PATH}.
 */
public record LocationPattern(String text) {
  private static final Pattern SCP = Pattern.compile("[^/:@]+@[^/:@]+:(?!//).*");

  /**
   * @throws IllegalArgumentException for a pattern without a scheme, which would take locations
   *     from everybody else
   */
  public LocationPattern {
    if (text.indexOf("://") <= 0 || text.substring(0, text.indexOf("://")).contains("*")) {
      throw new IllegalArgumentException(text + " does not begin with a scheme, as in gs://*");
    }
  }

  boolean matches(String location) {
    boolean hasNoScheme = SCP.matcher(location).matches();
    return matchesWithScheme(hasNoScheme ? "ssh://" + location : location);
  }

  private boolean matchesWithScheme(String location) {
    int scheme = text.indexOf("://");
    return location.length() > scheme
        && location.substring(0, scheme).toLowerCase(Locale.ROOT).equals(text.substring(0, scheme))
        && matches(text.substring(scheme), location.substring(scheme));
  }

  /** Greedy, with one place to go back to: the last star. Linear for what people write. */
  private static boolean matches(String pattern, String text) {
    int p = 0;
    int t = 0;
    int star = -1;
    int resume = 0;
    while (t < text.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        resume = t;
      } else if (p < pattern.length() && pattern.charAt(p) == text.charAt(t)) {
        p++;
        t++;
      } else if (star >= 0) {
        p = star + 1;
        t = ++resume;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }

  @Override
  public String toString() {
    return text;
  }
}
