package dev.kaniko.domain.stage;

import dev.kaniko.domain.image.HistoryEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The times of a history, as BuildKit gives them: an instruction that made no layer has the time of
 * the layer before it, and those before the first layer of the build have that layer's. A build
 * that makes no layer at all has no time of its own, so that it gives the same image each time.
 */
public final class HistoryTimes {
  private HistoryTimes() {}

  /** The history with a time for every entry, if there is a time anywhere in it. */
  public static List<HistoryEntry> filled(List<HistoryEntry> history) {
    Optional<Instant> time = firstTime(history);
    boolean missing = false;
    List<HistoryEntry> filled = new ArrayList<>();
    for (HistoryEntry entry : history) {
      if (entry.created().isEmpty()) {
        missing = true;
        filled.add(entry.withCreated(time));
      } else {
        time = missing ? entry.created() : time;
        filled.add(entry);
      }
    }
    return filled;
  }

  /** When the image was made: the last time of its history. */
  public static Optional<Instant> last(List<HistoryEntry> history) {
    return history.reversed().stream().flatMap(entry -> entry.created().stream()).findFirst();
  }

  /** That of the first layer that follows an entry without a time; of the last one if none does. */
  private static Optional<Instant> firstTime(List<HistoryEntry> history) {
    Optional<Instant> time = Optional.empty();
    boolean missing = false;
    for (HistoryEntry entry : history) {
      if (entry.created().isPresent()) {
        time = entry.created();
        if (missing) {
          return time;
        }
      } else {
        missing = true;
      }
    }
    return time;
  }
}
