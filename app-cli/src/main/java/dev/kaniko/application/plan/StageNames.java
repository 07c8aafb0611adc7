package dev.kaniko.application.plan;

import dev.kaniko.domain.dockerfile.Stage;
import dev.kaniko.domain.source.NearestName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;

/** Which stages bear a name. */
final class StageNames {
  /** Nobody writes so many by hand, and looking through them for each slip would take minutes. */
  private static final int MOST_LOOKED_THROUGH = 1_000;

  private final Map<String, NavigableSet<Integer>> indexes = new HashMap<>();
  private final List<Stage> stages;

  StageNames(List<Stage> stages) {
    this.stages = stages;
    for (Stage stage : stages) {
      stage
          .name()
          .ifPresent(
              name -> indexes.computeIfAbsent(name, _ -> new TreeSet<>()).add(stage.index()));
    }
  }

  /**
   * The last stage of a name among those before {@code end}.
   *
   * @param name in lower case, as stages' names are
   */
  OptionalInt lastBefore(String name, int end) {
    NavigableSet<Integer> all = indexes.get(name);
    Integer last = all == null ? null : all.lower(end);
    return last == null ? OptionalInt.empty() : OptionalInt.of(last);
  }

  /** What {@code name} was perhaps meant to be, of the names before {@code end}. */
  Optional<String> nearest(String name, int end) {
    List<String> names = new ArrayList<>();
    for (Stage stage : stages.subList(0, Math.min(end, MOST_LOOKED_THROUGH))) {
      stage.name().ifPresent(names::add);
    }
    return NearestName.of(name, names);
  }
}
