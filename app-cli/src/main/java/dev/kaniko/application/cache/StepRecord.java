package dev.kaniko.application.cache;

import dev.kaniko.domain.image.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a step of a build depended on, by the digests of it.
 *
 * @param stage its label
 * @param number of the step, as the log counts
 * @param text of the instruction
 * @param below key of what it stands on
 * @param definition its own key
 * @param parts its inputs by name
 */
record StepRecord(
    String stage,
    int number,
    Digest text,
    Digest below,
    Digest definition,
    SortedMap<String, Digest> parts) {

  static StepRecord of(String stage, int number, String text, PlannedStep step) {
    return new StepRecord(
        stage,
        number,
        Digest.sha256(text),
        step.below().digest(),
        step.definition().digest(),
        step.step().parts());
  }

  /** Why {@code later} is another step; empty when it is the same. */
  List<String> differences(StepRecord later) {
    List<String> names = new ArrayList<>();
    if (!later.below.equals(below)) {
      names.add("what is below it");
    }
    SortedMap<String, Digest> all = new TreeMap<>(parts);
    all.putAll(later.parts);
    for (String name : all.keySet()) {
      Digest before = parts.get(name);
      Digest now = later.parts.get(name);
      if (before == null) {
        names.add(name + " (new)");
      } else if (now == null) {
        names.add(name + " (gone)");
      } else if (!before.equals(now)) {
        names.add(name);
      }
    }
    if (names.isEmpty() && !later.definition.equals(definition)) {
      names.add("how layers are written");
    }
    return names;
  }
}
