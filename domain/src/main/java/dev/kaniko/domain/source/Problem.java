package dev.kaniko.domain.source;

import java.util.Optional;

/**
 * A mistake of the user's, as a value: several are collected and reported together.
 *
 * @param message what is wrong, one sentence without a final stop
 * @param position where, when it is about a place in a file
 * @param hint what to do about it, when that is known
 * @param culprit the text at the position that is wrong, as written there; empty for the
 *     instruction as a whole
 */
public record Problem(
    String message,
    Optional<SourcePosition> position,
    Optional<String> hint,
    Optional<String> culprit) {

  public static Problem at(SourcePosition position, String message) {
    return new Problem(message, Optional.of(position), Optional.empty(), Optional.empty());
  }

  public static Problem general(String message) {
    return new Problem(message, Optional.empty(), Optional.empty(), Optional.empty());
  }

  public Problem withHint(String hint) {
    return new Problem(message, position, Optional.of(hint), culprit);
  }

  /** The same, for the user to be shown {@code text} of the instruction. */
  public Problem about(String text) {
    return new Problem(message, position, hint, Optional.of(text));
  }

  /** The same at {@code place}, if it has no position. */
  public Problem orAt(Optional<SourcePosition> place) {
    return new Problem(message, position.or(() -> place), hint, culprit);
  }

  /** One line for people: {@code Dockerfile:3: message (hint)}. */
  @Override
  public String toString() {
    return position.map(p -> p + ": ").orElse("")
        + message
        + hint.map(h -> " (" + h + ")").orElse("");
  }
}
