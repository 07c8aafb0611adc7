package dev.kaniko.application.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaniko.domain.cache.CacheKey;
import dev.kaniko.domain.cache.StepInputs;
import dev.kaniko.domain.image.Digest;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BuildRecordTest {

  private static PlannedStep step(String below, String definition, Map<String, String> inputs) {
    TreeMap<String, Digest> parts = new TreeMap<>();
    inputs.forEach((name, value) -> parts.put(name, Digest.sha256(value)));
    return new PlannedStep(
        new CacheKey(Digest.sha256(below)),
        new CacheKey(Digest.sha256(definition)),
        new StepInputs(Digest.sha256(inputs.toString()), parts),
        Optional.empty());
  }

  private static BuildRecord record(int number, String text, PlannedStep step) {
    BuildRecord record = new BuildRecord();
    record.add("stage", number, text, step);
    return BuildRecord.parse(record.text());
  }

  private static final BuildRecord LAST =
      record(2, "RUN a", step("base", "one", Map.of("arguments", "a", "variable X", "secret")));

  @Test
  void inputsThatDifferAreNamed() {
    BuildRecord now =
        record(2, "RUN a", step("base", "two", Map.of("arguments", "a", "variable X", "other")));
    assertThat(now.whyMissed(LAST)).isEqualTo("changed since the last build: variable X");
  }

  @Test
  void inputsThatCameAndWentAreNamed() {
    BuildRecord now =
        record(2, "RUN a", step("other", "two", Map.of("arguments", "a", "variable Y", "1")));
    assertThat(now.whyMissed(LAST))
        .isEqualTo(
            "changed since the last build: what is below it, variable X (gone), variable Y (new)");
  }

  @Test
  void aStepThatHasMovedIsComparedWithItself() {
    BuildRecord now =
        record(5, "RUN a", step("base", "two", Map.of("arguments", "a", "variable X", "x")));
    assertThat(now.whyMissed(LAST)).isEqualTo("changed since the last build: variable X");
  }

  @Test
  void whatIsSameAndNotThereWasNotKept() {
    BuildRecord same =
        record(2, "RUN a", step("base", "one", Map.of("arguments", "a", "variable X", "secret")));
    assertThat(same.whyMissed(LAST)).startsWith("nothing has changed");
    BuildRecord form =
        record(2, "RUN a", step("base", "two", Map.of("arguments", "a", "variable X", "secret")));
    assertThat(form.whyMissed(LAST)).endsWith(": how layers are written");
  }

  @Test
  void aStepThatWasNotThereIsToldSo() {
    BuildRecord now = record(3, "RUN b", step("x", "y", Map.of()));
    assertThat(now.whyMissed(LAST)).isEqualTo("the last build had no such step");
  }

  @Test
  void noValueIsWrittenDownAndNothingElseIsRead() {
    assertThat(LAST.text()).contains("variable X").doesNotContain("secret").doesNotContain("RUN");
    assertThatThrownBy(() -> BuildRecord.parse("hello"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
