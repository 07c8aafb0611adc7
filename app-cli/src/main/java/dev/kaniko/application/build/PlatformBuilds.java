package dev.kaniko.application.build;

import dev.kaniko.application.BuildPorts;
import dev.kaniko.application.stage.BuiltStage;
import dev.kaniko.application.stage.SharedStages;
import dev.kaniko.application.stage.StageBuilds;
import java.util.ArrayList;
import java.util.List;

/**
 * Builds the stages for one platform after the other. What was built can be read until this is
 * closed: later platforms may take stages of earlier ones.
 */
final class PlatformBuilds implements AutoCloseable {
  private final BuildPorts ports;
  private final boolean several;
  private final SharedStages shared = new SharedStages();
  private final List<StageBuilds> opened = new ArrayList<>();

  /**
   * @param several whether people are to be told which platform a step is for
   */
  PlatformBuilds(BuildPorts ports, boolean several) {
    this.ports = ports;
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
    opened.add(stages);
    return stages.build(plan.target(), plan.needed());
  }

  /** Whether a build that has failed could succeed without the cache. */
  boolean failedForTheCache() {
    return opened.stream().anyMatch(StageBuilds::failedForTheCache);
  }

  /** Waits until all layers are kept that are to be cached. */
  void awaitCache() throws InterruptedException {
    for (StageBuilds stages : opened) {
      stages.awaitCache();
    }
  }

  @Override
  public void close() {
    opened.forEach(StageBuilds::close);
  }
}
