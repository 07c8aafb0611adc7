package dev.kaniko.wiring.commands;

import dev.kaniko.adapters.context.DirectoryContextSource;
import dev.kaniko.adapters.context.http.HttpRemoteFiles;
import dev.kaniko.adapters.registry.network.EnvironmentProxies;
import dev.kaniko.adapters.rootfs.layer.LayerTars;
import dev.kaniko.adapters.rootfs.layer.SpoolingArchiveReader;
import dev.kaniko.adapters.rootfs.root.WorkDirectory;
import dev.kaniko.adapters.rootfs.tree.LinuxDirectoryTrees;
import dev.kaniko.adapters.rootfs.tree.write.SkippedContent;
import dev.kaniko.adapters.rootfs.tree.write.TarUnpacker;
import dev.kaniko.application.context.ContextOpener;
import dev.kaniko.application.context.DockerfileLocator;
import dev.kaniko.application.context.DockerfileLocator.Located;
import dev.kaniko.application.context.OpenedContext;
import dev.kaniko.cli.inspect.InspectOptions;
import dev.kaniko.cli.process.Surroundings;
import dev.kaniko.domain.source.Problem;
import dev.kaniko.plugin.Extensions;
import dev.kaniko.ports.context.ContextRequest;
import dev.kaniko.ports.context.ContextSource;
import dev.kaniko.ports.failure.EnvironmentFailure;
import dev.kaniko.ports.layer.ArchiveReader;
import dev.kaniko.ports.listener.BuildListener;
import java.io.IOException;
import java.net.ProxySelector;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * A build context of which only the Dockerfile and the ignore file are read. A directory is read
 * where it is; only what has to be fetched needs a place of the executor's own.
 */
final class InspectedContext implements AutoCloseable {
  private final InspectOptions options;
  private final Surroundings surroundings;
  private final BuildListener listener;
  private final ProxySelector proxies;
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final LinuxDirectoryTrees trees = new LinuxDirectoryTrees();
  private Optional<WorkDirectory> work = Optional.empty();

  InspectedContext(InspectOptions options, Surroundings surroundings, BuildListener listener) {
    this.options = options;
    this.surroundings = surroundings;
    this.listener = listener;
    this.opened.push(trees);
    this.proxies = new EnvironmentProxies(surroundings.environment());
  }

  /** Opens directories; closed with this. */
  LinuxDirectoryTrees trees() {
    return trees;
  }

  Located locate() {
    DirectoryContextSource directories = new DirectoryContextSource();
    OpenedContext context =
        directories.serves(options.context())
            ? open(List.of(directories), options.workDirectory())
            : fetch();
    return new DockerfileLocator(
            context,
            surroundings.currentDirectory(),
            (location, largest) ->
                new HttpRemoteFiles(newDirectory(), proxies, listener).fetch(location, largest))
        .locate(options.dockerfile());
  }

  private OpenedContext fetch() {
    // For the extensions, whose libraries ask the JVM.
    ProxySelector.setDefault(proxies);
    Extensions extensions = ProductionInspection.extensions(options, surroundings, listener);
    opened.push(extensions);
    return open(extensions.contextSources(options.context()), newDirectory());
  }

  private OpenedContext open(List<ContextSource> sources, Path directory) {
    ContextRequest request =
        new ContextRequest(
            options.context(),
            options.git().applied(surroundings.environment()),
            surroundings.in(),
            directory,
            _ -> {});
    SkippedContent skipped =
        new SkippedContent(sentence -> listener.warn(Problem.general(sentence)));
    ArchiveReader archives =
        new SpoolingArchiveReader(
            directory, new TarUnpacker(skipped)::unpack, LayerTars.generous());
    return new ContextOpener(sources, archives, trees, "error resolving source context")
        .open(request, options.contextSubPath());
  }

  private Path newDirectory() {
    if (work.isEmpty()) {
      work = Optional.of(WorkDirectory.open(options.workDirectory()));
      work.ifPresent(opened::push);
    }
    try {
      return work.get().newDirectory();
    } catch (IOException e) {
      throw new EnvironmentFailure("cannot make a directory to work in: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    for (AutoCloseable resource : opened) {
      try {
        resource.close();
      } catch (Exception e) {
        throw new EnvironmentFailure("cannot clean up: " + e.getMessage(), e);
      }
    }
  }
}
