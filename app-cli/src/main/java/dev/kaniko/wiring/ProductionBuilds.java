package dev.kaniko.wiring;

import dev.kaniko.adapters.registry.names.CapturedResolverProvider;
import dev.kaniko.adapters.rootfs.linux.ThisProcess;
import dev.kaniko.application.BuildRequest;
import dev.kaniko.application.NamedContext;
import dev.kaniko.application.build.BuildImage;
import dev.kaniko.application.context.ContextOpener;
import dev.kaniko.application.context.DockerfileLocator;
import dev.kaniko.application.context.DockerfileLocator.Located;
import dev.kaniko.application.context.DockerfileLocator.TextFile;
import dev.kaniko.application.context.NamedDirectories;
import dev.kaniko.application.context.OpenedContext;
import dev.kaniko.cli.BuildOptions;
import dev.kaniko.cli.Builds;
import dev.kaniko.cli.Executor.DockerfileText;
import dev.kaniko.cli.Surroundings;
import dev.kaniko.cli.log.ConsoleListener;
import dev.kaniko.domain.copy.FilteredTree;
import dev.kaniko.domain.dockerfile.DockerfileParser;
import dev.kaniko.domain.dockerfile.ParsedDockerfile;
import dev.kaniko.domain.filesystem.FileTree;
import dev.kaniko.domain.pattern.IgnorePatterns;
import dev.kaniko.domain.source.InvalidDockerfile;
import dev.kaniko.ports.context.ContextRequest;
import dev.kaniko.ports.failure.UserMistakes;
import dev.kaniko.ports.registry.ImageDocuments.DescribedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;

/** Builds with the real adapters, made for one build and closed after it. */
public final class ProductionBuilds implements Builds {

  @Override
  public void run(
      BuildOptions options,
      Surroundings surroundings,
      ConsoleListener listener,
      DockerfileText found)
      throws InterruptedException {
    if (options.isolation().force()) {
      // The C library would follow the files of whatever image takes this root's place.
      System.setProperty("kaniko.resolver", "java");
    }
    CapturedResolverProvider.capture();
    hide();
    try (BuildAdapters adapters = BuildAdapters.open(options, surroundings, listener)) {
      OpenedContext context = openContext(options, surroundings, adapters, listener);
      Located located =
          new DockerfileLocator(
                  context, surroundings.currentDirectory(), adapters.ports().remoteFiles())
              .locate(options.dockerfile());
      found.found(located.dockerfile());
      BuildRequest request = request(options, located, context.files(), adapters, listener);
      DescribedImage image = new BuildImage(adapters.ports()).build(request);
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

  private static OpenedContext openContext(
      BuildOptions options,
      Surroundings surroundings,
      BuildAdapters adapters,
      ConsoleListener listener) {
    try (ContextProgress progress = new ContextProgress(options.context(), listener)) {
      ContextRequest request =
          new ContextRequest(
              options.context(),
              surroundings.environment(),
              surroundings.in(),
              adapters.newDirectory(),
              progress);
      return new ContextOpener(
              adapters.contextSources(options.context()),
              adapters.ports().archives(),
              adapters.directories())
          .open(request, options.contextSubPath());
    }
  }

  private static Map<String, NamedContext> named(BuildOptions options, BuildAdapters adapters) {
    NamedDirectories directories = new NamedDirectories(adapters.directories());
    Map<String, NamedContext> all = new TreeMap<>(options.namedContexts().others());
    options
        .namedContexts()
        .directories()
        .forEach((name, directory) -> all.put(name, directories.open(directory)));
    return all;
  }

  private static BuildRequest request(
      BuildOptions options,
      Located located,
      FileTree files,
      BuildAdapters adapters,
      ConsoleListener listener) {
    ParsedDockerfile parsed;
    FileTree context = files;
    try {
      parsed = DockerfileParser.parse(located.dockerfile().name(), located.dockerfile().bytes());
      if (located.ignoreFile().isPresent()) {
        TextFile ignore = located.ignoreFile().get();
        context = new FilteredTree(files, IgnorePatterns.parse(ignore.name(), ignore.bytes()));
      }
    } catch (InvalidDockerfile e) {
      throw new UserMistakes(e.problems());
    }
    parsed.warnings().forEach(listener::warn);
    return new BuildRequest(
        parsed.dockerfile(),
        context,
        named(options, adapters),
        options.buildArgs(),
        options.mounts().secrets(),
        options.target(),
        new TreeMap<>(options.labels()),
        new TreeMap<>(options.annotations()),
        options.platform(),
        options.format(),
        options.compression(),
        options.compressionLevel(),
        options.singleSnapshot(),
        options.reproducible(),
        options.isolation().ignoredPaths());
  }
}
