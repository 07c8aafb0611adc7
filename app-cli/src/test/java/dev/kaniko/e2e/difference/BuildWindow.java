package dev.kaniko.e2e.difference;

import java.time.Instant;

/** The seconds during which a build ran, the first and the last included. */
public record BuildWindow(long start, long end) {

  /** The clock that files get their times from ticks more coarsely and may be a little behind. */
  public static BuildWindow between(Instant start, Instant end) {
    return new BuildWindow(start.minusMillis(20).getEpochSecond(), end.getEpochSecond());
  }

  boolean contains(long second) {
    return start <= second && second <= end;
  }
}
