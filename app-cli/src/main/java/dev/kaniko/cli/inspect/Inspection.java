package dev.kaniko.cli.inspect;

import dev.kaniko.application.context.DockerfileLocator.TextFile;
import dev.kaniko.application.inspect.DockerfilePlan;
import dev.kaniko.cli.process.Surroundings;
import dev.kaniko.domain.check.CheckResult;
import java.util.function.Consumer;

/** Looks at Dockerfiles; the composition root does it with the real adapters. */
public interface Inspection {

  /**
   * @param found is told of the Dockerfile as soon as it is there
   * @throws dev.kaniko.ports.failure.BuildFailure when there is no Dockerfile
   * @throws InterruptedException when it was cancelled
   */
  CheckResult check(InspectOptions options, Surroundings surroundings, Consumer<TextFile> found)
      throws InterruptedException;

  /**
   * @param found as of {@link #check}
   * @throws dev.kaniko.ports.failure.BuildFailure when nothing can be built
   */
  DockerfilePlan plan(InspectOptions options, Surroundings surroundings, Consumer<TextFile> found)
      throws InterruptedException;
}
