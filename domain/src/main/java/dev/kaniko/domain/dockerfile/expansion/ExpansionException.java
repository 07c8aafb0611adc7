package dev.kaniko.domain.dockerfile.expansion;

/** A word cannot be expanded; the message says why, the place is the caller's to add. */
public final class ExpansionException extends RuntimeException {
  public ExpansionException(String message) {
    super(message);
  }
}
