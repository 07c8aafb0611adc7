package dev.kaniko.domain.image;

import java.time.Instant;
import java.util.Optional;

/**
 * What one instruction did. Spec: image-spec config.md, "history".
 *
 * @param emptyLayer true when the instruction made no layer
 */
public record HistoryEntry(
    Optional<Instant> created,
    Optional<String> createdBy,
    Optional<String> author,
    Optional<String> comment,
    boolean emptyLayer) {

  public HistoryEntry withCreated(Optional<Instant> newCreated) {
    return new HistoryEntry(newCreated, createdBy, author, comment, emptyLayer);
  }
}
