package dev.kaniko.wiring.build;

import dev.kaniko.adapters.context.http.HttpRemoteFiles;
import dev.kaniko.adapters.registry.Registries;
import dev.kaniko.adapters.registry.attestation.InTotoDocuments;
import dev.kaniko.adapters.registry.base.BaseLayout;
import dev.kaniko.adapters.registry.cache.CacheAge;
import dev.kaniko.adapters.registry.cache.CachedConfigs;
import dev.kaniko.adapters.registry.document.JsonImageDocuments;
import dev.kaniko.adapters.registry.file.DockerArchiveOutput;
import dev.kaniko.adapters.registry.file.OciLayoutOutput;
import dev.kaniko.adapters.registry.network.EnvironmentProxies;
import dev.kaniko.adapters.registry.options.RegistryOptions;
import dev.kaniko.adapters.rootfs.compression.CompressionEngine;
import dev.kaniko.adapters.rootfs.compression.CompressionWorkers;
import dev.kaniko.adapters.rootfs.layer.BlobLayerWriter;
import dev.kaniko.adapters.rootfs.layer.LayerTars;
import dev.kaniko.adapters.rootfs.layer.SpoolingArchiveReader;
import dev.kaniko.adapters.rootfs.mount.SharedCaches;
import dev.kaniko.adapters.rootfs.root.SpoolingLayerReader;
import dev.kaniko.adapters.rootfs.root.WorkDirectory;
import dev.kaniko.adapters.rootfs.tree.LinuxDirectoryTrees;
import dev.kaniko.adapters.rootfs.tree.write.SkippedContent;
import dev.kaniko.adapters.rootfs.tree.write.TarUnpacker;
import dev.kaniko.application.BuildPorts;
import dev.kaniko.application.cache.Caching;
import dev.kaniko.application.cache.OnceFetched;
import dev.kaniko.cli.options.BuildOptions;
import dev.kaniko.cli.process.Surroundings;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.image.ImageReference;
import dev.kaniko.domain.source.Problem;
import dev.kaniko.plugin.Extensions;
import dev.kaniko.ports.context.DirectoryTrees;
import dev.kaniko.ports.failure.EnvironmentFailure;
import dev.kaniko.ports.layer.ArchiveReader;
import dev.kaniko.ports.listener.BuildListener;
import dev.kaniko.ports.registry.ImageOutput;
import dev.kaniko.wiring.isolation.Container;
import dev.kaniko.wiring.isolation.IsolatedRoots;
import dev.kaniko.wiring.isolation.IsolationLadder;
import dev.kaniko.wiring.isolation.PathsLeftAlone;
import dev.kaniko.wiring.parts.ChosenCredentialHelpers;
import dev.kaniko.wiring.parts.Distribution;
import dev.kaniko.wiring.parts.ProductionPlugins;
import dev.kaniko.wiring.parts.RegistryAccess;
import java.io.IOException;
import java.net.ProxySelector;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The adapters of one build. */
final class BuildAdapters implements AutoCloseable {
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final WorkDirectory work;
  private final RegistryOptions registryOptions;
  private final LinuxDirectoryTrees directories;
  private final Contexts contexts;
  private final BuildPorts ports;

  /** Makes them; whatever was made is closed again if that fails midway. */
  static BuildAdapters open(
      BuildOptions options, Surroundings surroundings, BuildListener listener) {
    WorkDirectory work = WorkDirectory.open(options.workDirectory());
    return new BuildAdapters(work, options, surroundings, listener);
  }

  private BuildAdapters(
      WorkDirectory work, BuildOptions options, Surroundings surroundings, BuildListener listener) {
    this.work = work;
    this.registryOptions = RegistryAccess.options(options.registry(), surroundings.environment());
    // Before any content of the build is on this machine, which could be taken for a plugin.
    Extensions extensions =
        later(
            new ProductionPlugins()
                .open(
                    options.pluginDirectories(), options.workDirectory(), surroundings, listener));
    this.directories = later(new LinuxDirectoryTrees());
    IsolatedRoots roots = later(roots(options, surroundings, listener));
    Registries registries =
        later(
            new Registries(
                registryOptions,
                ChosenCredentialHelpers.of(extensions, options.registry().pull.credentialHelpers),
                listener,
                RegistryAccess.attempts(options.registry())));
    CacheAge age = new CacheAge(options.cache().ttl(), surroundings.clock());
    options
        .cache()
        .bases()
        .flatMap(it -> BaseLayout.open(it.directory(), it.named(), age, listener))
        .ifPresent(registries::preferring);
    CompressionWorkers workers =
        later(
            new CompressionWorkers(
                Runtime.getRuntime().availableProcessors(), CompressionEngine::best));
    ProxySelector proxies = new EnvironmentProxies(surroundings.environment());
    // For the extensions, whose libraries ask the JVM.
    ProxySelector.setDefault(proxies);
    HttpRemoteFiles remoteFiles = later(new HttpRemoteFiles(newDirectory(), proxies, listener));
    Optional<Caching> caching =
        new LayerCaches(options, registries, age)
            .caching(() -> new SpoolingLayerReader(newDirectory(), IsolationLadder.decoder()));
    caching
        .map(it -> new CachedConfigs(it.cache(), it.store(), surroundings.clock(), listener))
        .ifPresent(registries::preferring);
    ArchiveReader archives = archives(listener);
    this.contexts =
        new Contexts(extensions, options, surroundings, archives, directories, this::newDirectory);
    this.ports =
        new BuildPorts(
            registries,
            roots.filesystems(),
            roots.commands(),
            new SharedCaches(
                options.mounts().cacheDirectory(),
                !roots.filesystems().allowsParallelStages(),
                skipped(listener)),
            new BlobLayerWriter(newDirectory(), workers),
            archives,
            caching.isPresent() ? new OnceFetched(remoteFiles) : remoteFiles,
            contexts.repositories(),
            new JsonImageDocuments(),
            new InTotoDocuments(),
            outputs(options, registries, listener),
            listener,
            surroundings.clock(),
            caching);
  }

  private <T extends AutoCloseable> T later(T resource) {
    opened.push(resource);
    return resource;
  }

  private IsolatedRoots roots(
      BuildOptions options, Surroundings surroundings, BuildListener listener) {
    Container container =
        new Container(Distribution.home(surroundings), surroundings.environment());
    Set<FilePath> notTheImages =
        PathsLeftAlone.of(
            options,
            container,
            surroundings.currentDirectory(),
            Path.of(surroundings.environment().getOrDefault("HOME", "/")));
    IsolatedRoots roots =
        new IsolationLadder(work, container, options.isolation(), notTheImages, listener).open();
    listener.say("Isolation: " + roots.label());
    return roots;
  }

  private ArchiveReader archives(BuildListener listener) {
    return new SpoolingArchiveReader(
        newDirectory(), new TarUnpacker(skipped(listener))::unpack, LayerTars.generous());
  }

  private static SkippedContent skipped(BuildListener listener) {
    return new SkippedContent(sentence -> listener.warn(Problem.general(sentence)));
  }

  private static List<ImageOutput> outputs(
      BuildOptions options, Registries registries, BuildListener listener) {
    List<ImageOutput> outputs = new ArrayList<>();
    options
        .output()
        .ociLayoutPath
        .ifPresent(directory -> outputs.add(new OciLayoutOutput(Path.of(directory))));
    options
        .output()
        .tarPath
        .ifPresent(
            file -> outputs.add(new DockerArchiveOutput(Path.of(file), options.destinations())));
    if (options.push()) {
      for (ImageReference destination : options.destinations()) {
        ImageOutput output = registries.destination(destination);
        if (options.registry().skipPushPermissionCheck) {
          output = new UncheckedOutput(output);
        }
        if (options.registry().ignoreImmutableTags) {
          output = new ImmutableTagOutput(output, listener);
        }
        outputs.add(output);
      }
    }
    return outputs;
  }

  BuildPorts ports() {
    return ports;
  }

  RegistryOptions registryOptions() {
    return registryOptions;
  }

  DirectoryTrees directories() {
    return directories;
  }

  Contexts contexts() {
    return contexts;
  }

  /** An empty directory that is removed after the build. */
  Path newDirectory() {
    try {
      return work.newDirectory();
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
        throw new EnvironmentFailure("cannot clean up after the build: " + e.getMessage(), e);
      }
    }
  }
}
