package dev.kaniko.wiring.build;

import dev.kaniko.adapters.registry.names.CapturedResolverProvider;
import dev.kaniko.adapters.rootfs.linux.ThisProcess;
import dev.kaniko.application.BuildRequest;
import dev.kaniko.application.build.BuildImage;
import dev.kaniko.cli.Builds;
import dev.kaniko.cli.Executor.DockerfileText;
import dev.kaniko.cli.log.ConsoleListener;
import dev.kaniko.cli.options.BuildOptions;
import dev.kaniko.cli.process.Surroundings;
import dev.kaniko.ports.registry.ImageDocuments.Described;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Builds with the real adapters, made for one build and closed after it. */
public final class ProductionBuilds implements Builds {

  @Override
  public void run(
      BuildOptions options,
      Surroundings surroundings,
      ConsoleListener listener,
      DockerfileText found)
      throws InterruptedException {
    if (options.dryRun()) {
      new ProductionPlans("text").run(options, surroundings, listener, found);
      return;
    }
    if (options.isolation().force()) {
      // The C library would follow the files of whatever image takes this root's place.
      System.setProperty("kaniko.resolver", "java");
    }
    CapturedResolverProvider.capture();
    hide();
    try (BuildAdapters adapters = BuildAdapters.open(options, surroundings, listener)) {
      BuildRequest request =
          new Preparation(options, surroundings, adapters, listener).request(found);
      Described image = new BuildImage(adapters.ports()).build(request);
      new ResultFiles(options, surroundings.environment(), adapters.registryOptions()).write(image);
      new Summary(listener).show(image);
    }
  }

  /** What the executor was started with may hold secrets, and commands may look for them. */
  private static void hide() {
    try {
      ThisProcess.forgetHowItWasStarted();
      ThisProcess.hide();
    } catch (IOException e) {
      throw new UncheckedIOException("the executor cannot hide its environment", e);
    }
  }
}
