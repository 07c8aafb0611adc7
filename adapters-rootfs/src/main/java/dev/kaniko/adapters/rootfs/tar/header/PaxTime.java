package dev.kaniko.adapters.rootfs.tar.header;

import dev.kaniko.adapters.rootfs.tar.MalformedTar;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Times of tars: seconds since 1970, in extended headers with a sign and a fraction. What no clock
 * of 64-bit nanoseconds could show (years before 1678, after 2261) becomes the nearest that one
 * could.
 */
final class PaxTime {
  private static final long LAST_SECOND = Long.MAX_VALUE / 1_000_000_000 - 1;
  private static final int LONGEST_SECONDS = 18;
  private static final Pattern TIME = Pattern.compile("(-?)([0-9]++)(?:\\.([0-9]*+))?");

  private PaxTime() {}

  /**
   * @param key and {@code position} of the header in the tar: for messages
   */
  static Instant parse(String text, String key, long position) throws MalformedTar {
    Matcher time = TIME.matcher(text);
    if (!time.matches()) {
      throw new MalformedTar(position, "the " + key + " of the extended header is not a time");
    }
    long seconds = seconds(time.group(2));
    long nanos = nanos(time.group(3) == null ? "" : time.group(3));
    return time.group(1).isEmpty() ? of(seconds, nanos) : of(-seconds, -nanos);
  }

  private static long seconds(String digits) {
    return digits.length() > LONGEST_SECONDS ? Long.MAX_VALUE : Long.parseLong(digits);
  }

  /** Of the fraction the first nine digits count. */
  private static long nanos(String fraction) {
    return Long.parseLong((fraction + "000000000").substring(0, 9));
  }

  static Instant of(long seconds, long nanos) {
    if (seconds > LAST_SECOND) {
      return Instant.ofEpochSecond(LAST_SECOND);
    }
    if (seconds < -LAST_SECOND) {
      return Instant.ofEpochSecond(-LAST_SECOND);
    }
    return Instant.ofEpochSecond(seconds, nanos);
  }
}
