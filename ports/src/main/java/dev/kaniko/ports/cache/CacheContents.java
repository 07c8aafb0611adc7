package dev.kaniko.ports.cache;

import dev.kaniko.domain.image.Digest;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** What a cache holds, for those who want to see it or need room. */
public interface CacheContents {

  /** Where it is: for people. */
  String place();

  /**
   * All that can be found in it, the oldest first.
   *
   * @throws dev.kaniko.ports.failure.BuildFailure when the cache cannot be read
   */
  List<Item> items();

  /**
   * Removes items, and every content that no other item needs. Builds that use the cache meanwhile
   * do without what is gone.
   *
   * @return how many bytes there are now less
   * @throws dev.kaniko.ports.failure.BuildFailure when the cache cannot be written to
   */
  long remove(Collection<Item> items);

  /**
   * One thing that a build finds or does not find.
   *
   * @param kind layer or base
   * @param names under which it is found
   * @param made when it was built, or fetched; the epoch when it is damaged
   * @param contents the size in bytes of each; several items may share one
   */
  record Item(String kind, List<String> names, Instant made, Map<Digest, Long> contents) {
    public Item {
      names = List.copyOf(names);
      contents = Map.copyOf(contents);
    }
  }
}
