package dev.kaniko.adapters.rootfs.root.overlay;

import dev.kaniko.adapters.rootfs.root.overlay.StackLayer.Base;
import dev.kaniko.adapters.rootfs.root.overlay.StackLayer.Step;
import dev.kaniko.domain.filesystem.LayerEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Brings a stack of layers into a shape that can be mounted. */
final class LayerStack {
  /**
   * More steps than this become one. The kernel takes 500 lower directories, but their names have
   * to go into one page of mount options where the kernel is older than 6.5.
   */
  static final int MOST_STEPS = 100;

  private LayerStack() {}

  /** The same files in one step where there are too many. */
  static StackLayer bounded(StackLayer top) {
    List<Step> steps = steps(top);
    return steps.size() > MOST_STEPS ? joined(top, steps) : top;
  }

  /**
   * The same files in fewer layers: neighbours that no command has come between, and that are not
   * on the disk yet, become one.
   */
  static StackLayer condensed(StackLayer top) {
    return joined(top, unmadeSteps(top));
  }

  /** The directories, the topmost first. */
  static List<Path> directories(StackLayer top, Step.Maker maker) throws IOException {
    List<Path> directories = new ArrayList<>();
    StackLayer layer = top;
    while (layer instanceof Step step) {
      directories.add(step.directory(maker));
      layer = step.below();
    }
    switch (layer) {
      case Base(BaseDirectory base) -> directories.add(base.directory());
      case Step _ -> throw new IllegalStateException("a stack without an end");
    }
    return directories;
  }

  /** The steps at the top that are not on the disk, the topmost first. */
  private static List<Step> unmadeSteps(StackLayer top) {
    List<Step> unmade = new ArrayList<>();
    StackLayer layer = top;
    while (layer instanceof Step step && !step.isMade()) {
      unmade.add(step);
      layer = step.below();
    }
    return unmade;
  }

  private static List<Step> steps(StackLayer top) {
    List<Step> steps = new ArrayList<>();
    StackLayer layer = top;
    while (layer instanceof Step step) {
      steps.add(step);
      layer = step.below();
    }
    return steps;
  }

  private static StackLayer joined(StackLayer top, List<Step> topmost) {
    if (topmost.size() < 2) {
      return top;
    }
    List<List<LayerEntry>> lowestFirst = topmost.reversed().stream().map(Step::entries).toList();
    return new Step(topmost.getLast().below(), MergedLayers.of(lowestFirst));
  }
}
