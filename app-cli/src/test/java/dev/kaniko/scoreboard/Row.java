package dev.kaniko.scoreboard;

import java.util.List;
import java.util.Optional;

/**
 * A feature, and what the other builders do about it.
 *
 * @param others what kaniko, buildah and BuildKit do, in this order
 * @param leftOut what this builder does not do
 */
record Row(String id, String feature, List<String> others, Optional<String> leftOut) {

  static Row of(String line) {
    String[] parts = line.split(" \\| ");
    return new Row(
        parts[0],
        parts[1],
        List.of(parts[2], parts[3], parts[4]),
        parts.length > 5 ? Optional.of(parts[5]) : Optional.empty());
  }
}
