package dev.kaniko.ports.context;

import java.util.Optional;

/**
 * The context cannot be had, and trying again would not help: the user has to change something. The
 * build ends with the message and the hint, and exit code 1.
 */
public final class ContextNotAvailable extends Exception {
  private final transient Optional<String> hint;

  /**
   * @param message what is wrong, naming the location as {@link ContextRequest#shownLocation()}
   *     does
   * @param hint what the user can do
   */
  public ContextNotAvailable(String message, String hint) {
    super(message);
    this.hint = Optional.of(hint);
  }

  public ContextNotAvailable(String message) {
    super(message);
    this.hint = Optional.empty();
  }

  public Optional<String> hint() {
    return hint;
  }
}
