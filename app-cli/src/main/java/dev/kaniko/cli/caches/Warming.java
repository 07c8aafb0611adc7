package dev.kaniko.cli.caches;

import dev.kaniko.application.warm.WarmBases.Outcome;
import dev.kaniko.cli.log.ConsoleListener;
import dev.kaniko.cli.process.Surroundings;

/** Fills the base cache; the composition root knows with what. */
public interface Warming {

  /**
   * @throws dev.kaniko.ports.failure.BuildFailure when it is not even known which images are wanted
   */
  Outcome run(WarmerOptions options, Surroundings surroundings, ConsoleListener listener)
      throws InterruptedException;
}
