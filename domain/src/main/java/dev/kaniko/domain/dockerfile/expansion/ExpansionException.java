package dev.kaniko.domain.dockerfile.expansion;

import dev.kaniko.domain.source.Problem;
import dev.kaniko.domain.source.SourcePosition;

/** A word cannot be expanded; the message says why, the place is the caller's to add. */
public final class ExpansionException extends RuntimeException {
  private final String text;

  ExpansionException(String message, String text) {
    // Without a stack trace, as it is the user's word that is wrong.
    super(message, null, false, false);
    this.text = text;
  }

  public ExpansionException(String message) {
    this(message, "");
  }

  /** What could not be expanded; empty when nobody has noted it. */
  public String text() {
    return text;
  }

  /** As a mistake at the instruction that the word is in. */
  public Problem at(SourcePosition position) {
    Problem problem = Problem.at(position, getMessage());
    return text.isEmpty() ? problem : problem.about(text);
  }
}
