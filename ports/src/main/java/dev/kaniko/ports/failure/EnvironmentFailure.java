package dev.kaniko.ports.failure;

import java.util.Optional;

/** The machine, the pod or a disk does not give what the build needs. */
public final class EnvironmentFailure extends BuildFailure {
  private final transient Optional<String> hint;

  public EnvironmentFailure(String message, Optional<String> hint, Throwable cause) {
    super(message, cause);
    this.hint = hint;
  }

  public EnvironmentFailure(String message, String hint) {
    this(message, Optional.of(hint), null);
  }

  /** For an input or output that failed: {@code message} names the file. */
  public EnvironmentFailure(String message, Throwable cause) {
    this(message, Optional.empty(), cause);
  }

  public Optional<String> hint() {
    return hint;
  }
}
