package dev.kaniko.domain.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaniko.domain.image.HistoryEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HistoryTimesTest {

  @Test
  void an_entry_without_a_layer_has_the_time_of_the_layer_before_it() {
    assertThat(filled(1, 0, 7, 0, 9, 0)).containsExactly(1, 7, 7, 7, 9, 9);
  }

  @Test
  void entries_before_the_first_layer_of_the_build_have_that_layers_time() {
    assertThat(filled(0, 0, 7, 0)).containsExactly(7, 7, 7, 7);
  }

  @Test
  void a_build_without_a_layer_of_its_own_has_the_time_of_its_base() {
    assertThat(filled(1, 2, 0, 0)).containsExactly(1, 2, 2, 2);
    assertThat(HistoryTimes.last(HistoryTimes.filled(history(1, 2, 0))))
        .contains(Instant.ofEpochSecond(2));
  }

  @Test
  void where_there_is_no_time_at_all_none_is_made_up() {
    assertThat(filled(0, 0)).containsExactly(0, 0);
    assertThat(HistoryTimes.last(history(0, 0))).isEmpty();
  }

  private static List<Integer> filled(int... seconds) {
    return HistoryTimes.filled(history(seconds)).stream()
        .map(entry -> entry.created().map(time -> (int) time.getEpochSecond()).orElse(0))
        .toList();
  }

  /**
   * @param seconds 0 for an entry without a time
   */
  private static List<HistoryEntry> history(int... seconds) {
    List<HistoryEntry> history = new ArrayList<>();
    for (int second : seconds) {
      Optional<Instant> time =
          second == 0 ? Optional.empty() : Optional.of(Instant.ofEpochSecond(second));
      history.add(
          new HistoryEntry(
              time, Optional.of("x"), Optional.empty(), Optional.empty(), second == 0));
    }
    return history;
  }
}
