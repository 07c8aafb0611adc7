package dev.kaniko.wiring.build;

import dev.kaniko.adapters.registry.names.CapturedResolverProvider;
import dev.kaniko.application.BuildRequest;
import dev.kaniko.application.build.PlanBuild;
import dev.kaniko.application.inspect.DockerfilePlan;
import dev.kaniko.cli.Builds;
import dev.kaniko.cli.Executor.DockerfileText;
import dev.kaniko.cli.inspect.PlanCommand;
import dev.kaniko.cli.log.ConsoleListener;
import dev.kaniko.cli.options.BuildOptions;
import dev.kaniko.cli.process.Surroundings;
import java.util.List;

/** Plans builds with the real adapters instead of building. */
public final class ProductionPlans implements Builds {
  private final String format;

  /**
   * @param format as of {@code executor plan}
   */
  public ProductionPlans(String format) {
    this.format = format;
  }

  @Override
  public void run(
      BuildOptions options,
      Surroundings surroundings,
      ConsoleListener listener,
      DockerfileText found)
      throws InterruptedException {
    CapturedResolverProvider.capture();
    try (BuildAdapters adapters = BuildAdapters.open(options, surroundings, listener)) {
      BuildRequest request =
          new Preparation(options, surroundings, adapters, listener).request(found);
      List<DockerfilePlan> plans = new PlanBuild(adapters.ports()).plan(request);
      surroundings.out().print(PlanCommand.shown(plans, format));
    }
  }
}
