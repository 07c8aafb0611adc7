package dev.kaniko.domain.cache;

import dev.kaniko.domain.image.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What BuildKit calls a cache config: the steps of a build and the layers that they have made. A
 * step is told by a digest that says nothing but to the program that made it: BuildKit's are of its
 * own plan of the build, ours are {@link CacheKey}s.
 *
 * @param layers empty where the layers of an image are meant, which stand elsewhere
 */
public record CacheConfig(List<Layer> layers, List<Step> records) {
  /** The digest of a record that is in each of ours, and stands for no step. */
  public static final Digest MARK = Digest.sha256("dev.kaniko.cache.v1");

  public CacheConfig {
    layers = List.copyOf(layers);
    records = List.copyOf(records);
  }

  /** Whether this program has written it. */
  public boolean isOurs() {
    return records.stream().anyMatch(it -> it.digest().equals(MARK));
  }

  /**
   * A layer of the cache.
   *
   * @param blob of the layer as it is stored
   * @param parent index of the layer below; empty when that is not in the cache
   * @param notes empty when they do not stand here
   */
  public record Layer(Digest blob, OptionalInt parent, Optional<Notes> notes) {}

  /**
   * What is known of a layer.
   *
   * @param size of the blob, in bytes
   */
  public record Notes(String mediaType, Digest diffId, long size, Instant created) {}

  /**
   * What the cache has of one step.
   *
   * @param below index of the record of what the step stands on
   * @param results the first is the one to take
   */
  public record Step(Digest digest, OptionalInt below, List<Result> results) {
    public Step {
      results = List.copyOf(results);
    }
  }

  /**
   * @param layer index among the layers
   * @param created when the step was executed
   */
  public record Result(int layer, Optional<Instant> created) {}
}
