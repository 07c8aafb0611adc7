package dev.kaniko.application.build;

import dev.kaniko.application.BuildPorts;
import dev.kaniko.application.stage.BuiltStage;
import dev.kaniko.application.stage.SharedStages;
import dev.kaniko.application.stage.StageBuilds;
import dev.kaniko.domain.cache.CacheKey;
import dev.kaniko.domain.image.Platform;
import dev.kaniko.ports.cache.CachedStep;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.SortedSet;

/**
 * Builds the stages for one platform after the other. What was built can be read until this is
 * closed: later platforms may take stages of earlier ones.
 */
final class PlatformBuilds implements AutoCloseable {
  private final BuildPorts ports;
  private final OutputCheck check;
  private final boolean several;
  private final SharedStages shared = new SharedStages();
  private final SequencedMap<Platform, StageBuilds> opened = new LinkedHashMap<>();

  /**
   * @param check nothing is built before it is done
   * @param several whether people are to be told which platform a step is for
   */
  PlatformBuilds(BuildPorts ports, OutputCheck check, boolean several) {
    this.ports = ports;
    this.check = check;
    this.several = several;
  }

  /** The target's stage, whose layers may still be under way. */
  BuiltStage build(PlatformPlan plan) throws InterruptedException {
    BuildPorts told =
        several
            ? ports.withListener(new PlatformListener(ports.listener(), plan.platform()))
            : ports;
    StageBuilds stages =
        new StageBuilds(
            plan.request(), told, plan.arguments(), plan.graph(), plan.target(), shared);
    opened.put(plan.platform(), stages);
    SortedSet<Integer> needed = stages.needed(plan.target(), plan.needed());
    check.await();
    return stages.build(plan.target(), needed);
  }

  /**
   * What a cache of the whole build has of the platforms so far, each step once. Only when the
   * layers of their targets are written.
   */
  List<CachedStep> cachedSteps() throws InterruptedException {
    SequencedMap<List<CacheKey>, CachedStep> steps = new LinkedHashMap<>();
    for (StageBuilds stages : opened.values()) {
      stages.cachedSteps().forEach(step -> steps.putIfAbsent(step.keys(), step));
    }
    return List.copyOf(steps.values());
  }

  /** Whether a build that has failed could succeed without the cache. */
  boolean failedForTheCache() {
    return opened.values().stream().anyMatch(StageBuilds::failedForTheCache);
  }

  /** Waits until all layers are kept that are to be cached. */
  void awaitCache() throws InterruptedException {
    for (StageBuilds stages : opened.values()) {
      stages.awaitCache();
    }
  }

  @Override
  public void close() {
    opened.values().forEach(StageBuilds::close);
  }
}
