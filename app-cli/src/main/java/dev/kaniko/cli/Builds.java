package dev.kaniko.cli;

import dev.kaniko.cli.Executor.DockerfileText;
import dev.kaniko.cli.log.ConsoleListener;
import dev.kaniko.cli.options.BuildOptions;
import dev.kaniko.cli.process.Surroundings;

/** Runs builds; the composition root does it with the real adapters. */
public interface Builds {

  /**
   * @param found is told of the Dockerfile as soon as it is there
   * @throws dev.kaniko.ports.failure.BuildFailure when the build fails
   * @throws InterruptedException when it was cancelled
   */
  void run(
      BuildOptions options,
      Surroundings surroundings,
      ConsoleListener listener,
      DockerfileText found)
      throws InterruptedException;
}
