package dev.kaniko.adapters.registry.client;

import dev.kaniko.adapters.registry.http.Patience;
import dev.kaniko.adapters.registry.http.RetryPolicy;

/**
 * @param chunk bytes of an upload's piece, where uploads have to go in pieces
 * @param parallel how many blobs are uploaded at the same time
 */
public record Tuning(Patience patience, RetryPolicy retries, long chunk, int parallel) {
  public static final Tuning USUAL =
      new Tuning(Patience.USUAL, RetryPolicy.USUAL, 16L * 1024 * 1024, 4);

  /** The same with more attempts, if they are more. */
  public Tuning withAttempts(int attempts) {
    RetryPolicy more =
        new RetryPolicy(Math.max(attempts, retries.attempts()), retries.first(), retries.longest());
    return new Tuning(patience, more, chunk, parallel);
  }
}
