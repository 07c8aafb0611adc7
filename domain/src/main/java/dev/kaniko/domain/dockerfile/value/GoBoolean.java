package dev.kaniko.domain.dockerfile.value;

import java.util.Optional;

/**
 * Booleans as Go reads them. Spec: <a
 * href="https://pkg.go.dev/strconv#ParseBool">strconv.ParseBool</a>.
 */
public final class GoBoolean {
  private GoBoolean() {}

  /** Empty when {@code text} is none. */
  public static Optional<Boolean> parse(String text) {
    return switch (text) {
      case "1", "t", "T", "true", "TRUE", "True" -> Optional.of(true);
      case "0", "f", "F", "false", "FALSE", "False" -> Optional.of(false);
      default -> Optional.empty();
    };
  }
}
