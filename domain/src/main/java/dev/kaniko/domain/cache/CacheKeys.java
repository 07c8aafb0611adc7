package dev.kaniko.domain.cache;

import dev.kaniko.domain.image.ChainId;
import dev.kaniko.domain.image.Digest;
import dev.kaniko.domain.image.Platform;
import java.util.List;
import java.util.Optional;

/** Makes the keys of steps out of what is below them and what they do. */
public final class CacheKeys {
  private final Digest layerForm;

  /**
   * @param compression of new layers, by its name
   * @param level of the compression; empty for the default
   * @param latestTime no file of a layer is later; as ISO 8601
   * @param ignoredPaths what commands change there is in no layer
   */
  public CacheKeys(
      String compression,
      Optional<Integer> level,
      Optional<String> latestTime,
      List<String> ignoredPaths) {
    this.layerForm =
        new KeyText("form of layers")
            .field("compression", compression)
            .field("level", level.map(Object::toString))
            .field("latest time", latestTime)
            .field("ignored", ignoredPaths.stream().sorted().toList())
            .digest();
  }

  /**
   * Under which a build notes what its steps depended on.
   *
   * @param names that tell the build from others
   */
  public static CacheKey record(List<String> names) {
    return new CacheKey(new KeyText("record of a build").field("names", names).digest());
  }

  /** What the first step of a stage stands on when there is no base. */
  public static CacheKey scratch(Platform platform) {
    return new CacheKey(new KeyText("scratch").field("platform", platform.toString()).digest());
  }

  /** What steps stand on to which it does not matter what is below them. */
  public static CacheKey anything() {
    return new CacheKey(new KeyText("anything").digest());
  }

  /** Under which the config of a base is kept. */
  public static CacheKey config(Digest config) {
    return new CacheKey(new KeyText("config").field("config", config.toString()).digest());
  }

  /**
   * @param manifest of the base, of one platform
   */
  public static CacheKey base(Digest manifest) {
    return new CacheKey(new KeyText("base").field("manifest", manifest.toString()).digest());
  }

  /**
   * @param below the key by definition of what the step stands on
   * @param step see {@link StepDigest}
   */
  public CacheKey byDefinition(CacheKey below, Digest step) {
    return key("by definition", below.tag(), step);
  }

  /**
   * @param below diffIDs of all layers under the step, the lowest first
   */
  public CacheKey byContent(List<Digest> below, Digest step) {
    return key("by content", below.isEmpty() ? "" : ChainId.of(below).toString(), step);
  }

  /**
   * Under which it is noted what a step has seen of the files below it.
   *
   * @param below diffIDs of all layers under the step, the lowest first
   * @param step what it does; whatever it copies
   */
  public CacheKey seen(List<Digest> below, Digest step) {
    return key("seen", below.isEmpty() ? "" : ChainId.of(below).toString(), step);
  }

  private CacheKey key(String kind, String below, Digest step) {
    return new CacheKey(
        new KeyText(kind)
            .field("form", layerForm.toString())
            .field("below", below)
            .field("step", step.toString())
            .digest());
  }
}
