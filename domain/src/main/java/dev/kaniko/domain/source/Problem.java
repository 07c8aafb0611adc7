package dev.kaniko.domain.source;

import java.util.Optional;

/**
 * A mistake of the user's, as a value: several are collected and reported together.
 *
 * @param message what is wrong, one sentence without a final stop
 * @param position where, when it is about a place in a file
 * @param hint what to do about it, when that is known
 */
public record Problem(String message, Optional<SourcePosition> position, Optional<String> hint) {

  public static Problem at(SourcePosition position, String message) {
    return new Problem(message, Optional.of(position), Optional.empty());
  }

  public static Problem general(String message) {
    return new Problem(message, Optional.empty(), Optional.empty());
  }

  public Problem withHint(String hint) {
    return new Problem(message, position, Optional.of(hint));
  }

  /** One line for people: {@code Dockerfile:3: message (hint)}. */
  @Override
  public String toString() {
    return position.map(p -> p + ": ").orElse("")
        + message
        + hint.map(h -> " (" + h + ")").orElse("");
  }
}
