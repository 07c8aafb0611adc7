package dev.kaniko.application;

import dev.kaniko.application.cache.Caching;
import dev.kaniko.ports.command.CacheDirectories;
import dev.kaniko.ports.context.RemoteFiles;
import dev.kaniko.ports.context.RemoteTrees;
import dev.kaniko.ports.layer.ArchiveReader;
import dev.kaniko.ports.layer.LayerWriter;
import dev.kaniko.ports.listener.BuildListener;
import dev.kaniko.ports.registry.AttestationDocuments;
import dev.kaniko.ports.registry.ImageDocuments;
import dev.kaniko.ports.registry.ImageOutput;
import dev.kaniko.ports.registry.ImageRegistry;
import dev.kaniko.ports.rootfs.CommandRunner;
import dev.kaniko.ports.rootfs.RootFilesystems;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * What a build needs from the world. Owned, and closed where that is needed, by whoever made them.
 *
 * @param outputs where the image goes, in this order; may be none
 * @param caching empty when no layer is cached
 */
public record BuildPorts(
    ImageRegistry registry,
    RootFilesystems roots,
    CommandRunner commands,
    CacheDirectories caches,
    LayerWriter layers,
    ArchiveReader archives,
    RemoteFiles remoteFiles,
    RemoteTrees remoteTrees,
    ImageDocuments documents,
    AttestationDocuments attestations,
    List<ImageOutput> outputs,
    BuildListener listener,
    InstantSource clock,
    Optional<Caching> caching) {
  public BuildPorts {
    outputs = List.copyOf(outputs);
  }

  /** The same with nothing cached; the cache is written as a whole, if that is wanted. */
  public BuildPorts withNothingCached() {
    return with(listener, caching.flatMap(Caching::onlyExporting));
  }

  /** The same, where another is told what happens. */
  public BuildPorts withListener(BuildListener other) {
    return with(other, caching);
  }

  /** The same, where ADD fetches from others. */
  public BuildPorts withSources(RemoteFiles otherFiles, RemoteTrees otherTrees) {
    return new BuildPorts(
        registry,
        roots,
        commands,
        caches,
        layers,
        archives,
        otherFiles,
        otherTrees,
        documents,
        attestations,
        outputs,
        listener,
        clock,
        caching);
  }

  private BuildPorts with(BuildListener newListener, Optional<Caching> newCaching) {
    return new BuildPorts(
        registry,
        roots,
        commands,
        caches,
        layers,
        archives,
        remoteFiles,
        remoteTrees,
        documents,
        attestations,
        outputs,
        newListener,
        clock,
        newCaching);
  }
}
