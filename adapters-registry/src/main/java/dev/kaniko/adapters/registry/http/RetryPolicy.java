package dev.kaniko.adapters.registry.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.security.cert.CertificateException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * When a request is worth another try, and after which pause: twice as long each time, with some
 * chance in it so that many builds do not come back at once.
 *
 * @param attempts all in all
 * @param first pause
 * @param longest pause that is made because a server asks for it; for a longer one the request
 *     fails
 */
public record RetryPolicy(int attempts, Duration first, Duration longest) {
  public static final RetryPolicy USUAL =
      new RetryPolicy(5, Duration.ofMillis(500), Duration.ofMinutes(2));

  /** Statuses that tell of the server's state rather than of the request. */
  public static boolean isTransient(int status) {
    return status == 408 || status == 429 || (status >= 500 && status != 501 && status != 505);
  }

  /** False for what will be the same next time. */
  public static boolean isTransient(IOException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateException || cause instanceof InterruptedIOException) {
        return false;
      }
    }
    return true;
  }

  /**
   * The pause after the attempt {@code number}, counted from 1; empty when there shall be no other.
   */
  public Optional<Duration> pauseAfter(int number) {
    if (number >= attempts) {
      return Optional.empty();
    }
    long millis = first.toMillis() << Math.min(number - 1, 16);
    long chance = ThreadLocalRandom.current().nextLong(millis / 2 + 1);
    return Optional.of(Duration.ofMillis(millis + chance));
  }

  /** As {@link #pauseAfter(int)}, but no shorter than the answer's Retry-After asks for. */
  public Optional<Duration> pauseAfter(int number, HttpAnswer answer) {
    Optional<Duration> asked = answer.header("Retry-After").flatMap(RetryPolicy::duration);
    if (asked.isPresent() && asked.get().compareTo(longest) > 0) {
      return Optional.empty();
    }
    return pauseAfter(number)
        .map(own -> asked.isPresent() && asked.get().compareTo(own) > 0 ? asked.get() : own);
  }

  /** Seconds or a date; what is neither is as good as absent. */
  private static Optional<Duration> duration(String retryAfter) {
    String text = retryAfter.strip();
    if (text.matches("[0-9]{1,9}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
    }
    try {
      Instant date = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Optional.of(Duration.between(Instant.now(), date));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Waits. */
  public static void sleep(Duration pause) throws InterruptedIOException {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted between two attempts");
    }
  }
}
