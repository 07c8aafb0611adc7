package dev.kaniko.application.cache;

import dev.kaniko.domain.image.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the steps of a build depended on. Written down as lines of words with tabs between them; it
 * has the names of inputs and no value.
 */
public final class BuildRecord {
  private static final String STEP = "step";
  private static final String PART = "part";
  private static final int WORDS_OF_STEP = 6;
  private static final int WORDS_OF_PART = 3;

  private final List<StepRecord> steps = new ArrayList<>();

  /**
   * @param number of the step, as the log counts
   * @param text of the instruction
   */
  public void add(String stage, int number, String text, PlannedStep step) {
    steps.add(StepRecord.of(word(stage), number, text, step));
  }

  /** Why the step was not found that was added last, as a sentence's end. */
  public String whyMissed(BuildRecord earlier) {
    StepRecord step = steps.getLast();
    Optional<StepRecord> before = earlier.like(step);
    if (before.isEmpty()) {
      return "the last build had no such step";
    }
    List<String> differences = before.get().differences(step);
    return differences.isEmpty()
        ? "nothing has changed since the last build: its layer was not kept, or is too old"
        : "changed since the last build: " + String.join(", ", differences);
  }

  /** The same instruction of the stage, wherever it stood; else what stood in this place. */
  private Optional<StepRecord> like(StepRecord step) {
    List<StepRecord> ofStage =
        steps.stream().filter(it -> it.stage().equals(step.stage())).toList();
    Optional<StepRecord> here =
        ofStage.stream().filter(it -> it.number() == step.number()).findFirst();
    if (here.isPresent() && here.get().text().equals(step.text())) {
      return here;
    }
    return ofStage.stream().filter(it -> it.text().equals(step.text())).findFirst().or(() -> here);
  }

  public String text() {
    StringBuilder text = new StringBuilder();
    for (StepRecord step : steps) {
      line(
          text,
          STEP,
          step.stage(),
          Integer.toString(step.number()),
          step.text().toString(),
          step.below().toString(),
          step.definition().toString());
      step.parts().forEach((name, digest) -> line(text, PART, word(name), digest.toString()));
    }
    return text.toString();
  }

  private static void line(StringBuilder text, String... words) {
    text.append(String.join("\t", words)).append('\n');
  }

  private static String word(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }

  /**
   * @throws IllegalArgumentException for a text that is no record
   */
  public static BuildRecord parse(String text) {
    BuildRecord record = new BuildRecord();
    SortedMap<String, Digest> parts = new TreeMap<>();
    for (String line : text.lines().toList()) {
      String[] words = line.split("\t", -1);
      if (words[0].equals(STEP) && words.length == WORDS_OF_STEP) {
        parts = new TreeMap<>();
        record.steps.add(
            new StepRecord(
                words[1],
                Integer.parseInt(words[2]),
                Digest.parse(words[3]),
                Digest.parse(words[4]),
                Digest.parse(words[5]),
                parts));
      } else if (words[0].equals(PART) && words.length == WORDS_OF_PART) {
        parts.put(words[1], Digest.parse(words[2]));
      } else {
        throw new IllegalArgumentException("no record of a build");
      }
    }
    return record;
  }
}
