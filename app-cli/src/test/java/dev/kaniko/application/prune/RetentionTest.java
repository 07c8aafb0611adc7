package dev.kaniko.application.prune;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaniko.domain.image.Digest;
import dev.kaniko.ports.cache.CacheContents.Item;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RetentionTest {
  private static final Instant NOW = Instant.parse("2024-05-06T07:08:09Z");
  private static final Digest SHARED = Digest.sha256("shared");

  private static Item item(String name, int days, Map<Digest, Long> contents) {
    return new Item("layer", List.of(name), NOW.minus(Duration.ofDays(days)), contents);
  }

  private static Item item(String name, int days, long size) {
    return item(name, days, Map.of(Digest.sha256(name), size));
  }

  private static final Item OLD = item("old", 10, 50);
  private static final Item MIDDLE = item("middle", 5, 30);
  private static final Item YOUNG = item("young", 1, 20);

  @Test
  void whatIsOlderThanTheDaysGoes() {
    Retention retention = new Retention(Optional.of(Duration.ofDays(5)), Optional.empty());
    assertThat(retention.gone(List.of(OLD, MIDDLE, YOUNG), NOW)).containsExactly(OLD);
    assertThat(retention.gone(List.of(MIDDLE), NOW.plusNanos(1))).containsExactly(MIDDLE);
  }

  @Test
  void theOldestGoUntilTheRestIsSmallEnough() {
    assertThat(
            new Retention(Optional.empty(), Optional.of(50L))
                .gone(List.of(OLD, YOUNG, MIDDLE), NOW))
        .containsExactly(OLD);
    assertThat(
            new Retention(Optional.empty(), Optional.of(49L))
                .gone(List.of(OLD, YOUNG, MIDDLE), NOW))
        .containsExactly(MIDDLE, OLD);
    assertThat(new Retention(Optional.empty(), Optional.of(0L)).gone(List.of(OLD, YOUNG), NOW))
        .hasSize(2);
  }

  @Test
  void whatSeveralNeedCountsOnce() {
    Item one = item("one", 1, Map.of(SHARED, 40L, Digest.sha256("a"), 1L));
    Item other = item("other", 2, Map.of(SHARED, 40L, Digest.sha256("b"), 1L));
    assertThat(Retention.size(List.of(one, other))).isEqualTo(42);
    assertThat(new Retention(Optional.empty(), Optional.of(42L)).gone(List.of(one, other), NOW))
        .isEmpty();
  }
}
