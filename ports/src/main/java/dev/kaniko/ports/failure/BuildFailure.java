package dev.kaniko.ports.failure;

import dev.kaniko.domain.source.SourcePosition;
import java.util.Optional;

/** The one family of failures; adapters translate what their libraries throw into it. */
public abstract sealed class BuildFailure extends RuntimeException
    permits CommandFailure,
        EnvironmentFailure,
        RegistryFailure,
        UnsafeContentFailure,
        UserMistakes {
  private transient volatile SourcePosition instruction;

  protected BuildFailure(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * Remembers which instruction was being executed. The first to say so is nearest to the cause:
   * what a stage that waited for it says later does not count.
   */
  public final synchronized void happenedAt(SourcePosition position) {
    if (instruction == null) {
      instruction = position;
    }
  }

  /** The instruction that was being executed; empty outside of any. */
  public final Optional<SourcePosition> instruction() {
    return Optional.ofNullable(instruction);
  }
}
