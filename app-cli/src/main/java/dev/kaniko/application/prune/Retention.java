package dev.kaniko.application.prune;

import dev.kaniko.domain.image.Digest;
import dev.kaniko.ports.cache.CacheContents.Item;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What of a cache stays.
 *
 * @param age nothing that is older
 * @param bytes no more than this; the youngest stay
 */
public record Retention(Optional<Duration> age, Optional<Long> bytes) {

  /** What does not stay. */
  public List<Item> gone(Collection<Item> items, Instant now) {
    List<Item> gone = new ArrayList<>();
    Set<Digest> kept = new HashSet<>();
    long size = 0;
    List<Item> youngestFirst =
        items.stream().sorted(Comparator.comparing(Item::made).reversed()).toList();
    boolean full = false;
    for (Item item : youngestFirst) {
      boolean old = age.isPresent() && item.made().isBefore(now.minus(age.get()));
      long more = size(List.of(item), kept);
      full |= bytes.isPresent() && size + more > bytes.get();
      if (old || full) {
        gone.add(item);
      } else {
        kept.addAll(item.contents().keySet());
        size += more;
      }
    }
    return gone;
  }

  /** The size of all contents together: what is shared counts once. */
  public static long size(Collection<Item> items) {
    return size(items, Set.of());
  }

  private static long size(Collection<Item> items, Set<Digest> without) {
    Map<Digest, Long> contents = new HashMap<>();
    items.forEach(item -> contents.putAll(item.contents()));
    contents.keySet().removeAll(without);
    return contents.values().stream().mapToLong(Long::longValue).sum();
  }
}
