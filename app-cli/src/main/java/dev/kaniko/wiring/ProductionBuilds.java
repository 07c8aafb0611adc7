package dev.kaniko.wiring;

import dev.kaniko.adapters.registry.file.DigestFiles;
import dev.kaniko.adapters.registry.file.ResultFile;
import dev.kaniko.adapters.registry.names.CapturedResolverProvider;
import dev.kaniko.adapters.rootfs.linux.ThisProcess;
import dev.kaniko.application.BuildRequest;
import dev.kaniko.application.build.BuildImage;
import dev.kaniko.application.context.DockerfileLocator;
import dev.kaniko.application.context.DockerfileLocator.Located;
import dev.kaniko.application.context.DockerfileLocator.TextFile;
import dev.kaniko.application.context.OpenedContext;
import dev.kaniko.cli.BuildOptions;
import dev.kaniko.cli.Builds;
import dev.kaniko.cli.Executor.DockerfileText;
import dev.kaniko.cli.Surroundings;
import dev.kaniko.cli.flags.OutputFlags;
import dev.kaniko.cli.log.ConsoleListener;
import dev.kaniko.domain.copy.FilteredTree;
import dev.kaniko.domain.dockerfile.DockerfileParser;
import dev.kaniko.domain.dockerfile.ParsedDockerfile;
import dev.kaniko.domain.filesystem.FileTree;
import dev.kaniko.domain.image.Digest;
import dev.kaniko.domain.pattern.IgnorePatterns;
import dev.kaniko.domain.source.InvalidDockerfile;
import dev.kaniko.ports.failure.UserMistakes;
import dev.kaniko.ports.registry.ImageDocuments.DescribedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
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
      OpenedContext context =
          adapters
              .contexts()
              .open(
                  options.context(),
                  options.contextSubPath(),
                  "error resolving source context",
                  listener);
      Located located =
          new DockerfileLocator(
                  context, surroundings.currentDirectory(), adapters.ports().remoteFiles())
              .locate(options.dockerfile());
      found.found(located.dockerfile());
      BuildRequest request = request(options, located, context.files(), adapters, listener);
      DescribedImage image = new BuildImage(adapters.ports()).build(request);
      writeResultFiles(options, adapters, image.manifestDescriptor().digest());
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
        new NamedContextOpener(adapters, listener).open(options.namedContexts()),
        options.buildArgs(),
        options.mounts().secrets(),
        options.target(),
        new TreeMap<>(options.labels()),
        options.platform(),
        options.format(),
        options.compression(),
        options.compressionLevel(),
        options.singleSnapshot(),
        options.reproducible(),
        options.isolation().ignoredPaths());
  }

  private static void writeResultFiles(
      BuildOptions options, BuildAdapters adapters, Digest digest) {
    OutputFlags output = options.output();
    output.digestFile.ifPresent(
        file -> ResultFile.write(file, DigestFiles.digest(digest), adapters.registryOptions()));
    boolean withTags = output.nameTagWithDigestFile.isPresent();
    String names = DigestFiles.names(options.destinations(), digest, withTags);
    output.nameWithDigestFile.ifPresent(
        file -> ResultFile.write(file, names, adapters.registryOptions()));
    output.nameTagWithDigestFile.ifPresent(
        file -> ResultFile.write(file, names, adapters.registryOptions()));
  }
}
