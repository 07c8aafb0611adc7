package dev.kaniko.application.cache;

import dev.kaniko.domain.filesystem.FileNode.Directory;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.filesystem.FileTree;
import dev.kaniko.domain.filesystem.LayerEntry;
import dev.kaniko.domain.filesystem.LayeredTree;
import dev.kaniko.ports.failure.BuildFailure;
import dev.kaniko.ports.failure.UnsafeContentFailure;
import dev.kaniko.ports.layer.ImageLayer;
import dev.kaniko.ports.layer.LayerReader;
import dev.kaniko.ports.rootfs.CommandRunner.Obstacle;
import dev.kaniko.ports.rootfs.RootFilesystem;
import dev.kaniko.ports.rootfs.RootFilesystems;
import dev.kaniko.ports.rootfs.RootMount;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A stage's root to which cached layers belong. They are fetched, and the root is made, when
 * somebody looks into it, or a command has to be executed after all; what is laid over it waits
 * until then, too. May be looked into by several threads.
 */
public final class CachedRoot implements RootFilesystem {
  private final Supplier<RootFilesystem> origin;
  private final LayerReader reader;
  private final Runnable failed;
  private final List<Pending> pending;
  private Optional<RootFilesystem> made = Optional.empty();

  private sealed interface Pending {}

  private record Cached(ImageLayer layer) implements Pending {}

  private record Laid(List<LayerEntry> entries) implements Pending {}

  /**
   * @param origin gives a new root each time it is asked
   * @param reader of cached layers
   * @param failed is run when a cached layer cannot be used, before the failure is passed on
   */
  public CachedRoot(Supplier<RootFilesystem> origin, LayerReader reader, Runnable failed) {
    this(origin, reader, failed, List.of());
  }

  private CachedRoot(
      Supplier<RootFilesystem> origin, LayerReader reader, Runnable failed, List<Pending> pending) {
    this.origin = origin;
    this.reader = reader;
    this.failed = failed;
    this.pending = new ArrayList<>(pending);
  }

  /** Puts a cached layer on top. */
  public synchronized void add(ImageLayer layer) {
    pending.add(new Cached(layer));
  }

  /** A root that starts as this one is, which is not changed any more. */
  public synchronized CachedRoot fork(RootFilesystems roots) {
    if (made.isEmpty()) {
      return new CachedRoot(origin, reader, failed, pending);
    }
    RootFilesystem parent = settled();
    return new CachedRoot(() -> roots.fork(parent), reader, failed);
  }

  /** Whether there are files already to look at. */
  synchronized boolean isMade() {
    return made.isPresent();
  }

  /** What was laid last, since a cached layer was added or somebody looked; the lowest first. */
  synchronized List<List<LayerEntry>> laidLast() {
    List<List<LayerEntry>> last = new ArrayList<>();
    for (Pending layer : pending.reversed()) {
      if (!(layer instanceof Laid(List<LayerEntry> entries))) {
        break;
      }
      last.addFirst(entries);
    }
    return last;
  }

  /** The files under what was laid last. */
  FileTree ground() {
    return new FirstLookTree(
        () -> {
          synchronized (this) {
            return settled(laidLast().size()).tree();
          }
        });
  }

  private synchronized RootFilesystem settled() {
    return settled(0);
  }

  /**
   * @param waiting how many layers on top stay as they are
   */
  private synchronized RootFilesystem settled(int waiting) {
    if (made.isEmpty()) {
      made = Optional.of(origin.get());
    }
    while (pending.size() > waiting) {
      List<LayerEntry> entries =
          switch (pending.getFirst()) {
            case Cached(ImageLayer layer) -> read(layer, made.get());
            case Laid(List<LayerEntry> laid) -> laid;
          };
      made.get().lay(entries);
      pending.removeFirst();
    }
    return made.get();
  }

  private List<LayerEntry> read(ImageLayer layer, RootFilesystem below) {
    try {
      List<LayerEntry> entries = reader.read(layer);
      requireParents(entries, layer, below.tree());
      return entries;
    } catch (BuildFailure e) {
      failed.run();
      throw e;
    }
  }

  /** Who wrote the layer may have been anybody. */
  private static void requireParents(List<LayerEntry> entries, ImageLayer layer, FileTree below) {
    FileTree whole = new LayeredTree(below, entries);
    for (LayerEntry entry : entries) {
      boolean makes = entry instanceof LayerEntry.Present || entry instanceof LayerEntry.HardLink;
      if (makes
          && whole.lookup(entry.path().parent()).filter(Directory.class::isInstance).isEmpty()) {
        throw new UnsafeContentFailure(
            "layer " + layer.descriptor().digest(),
            "no directory holds its entry " + entry.path().text());
      }
    }
  }

  @Override
  public FileTree tree() {
    return new FirstLookTree(() -> settled().tree());
  }

  @Override
  public synchronized void lay(List<LayerEntry> entries) {
    pending.add(new Laid(List.copyOf(entries)));
  }

  @Override
  public Optional<Obstacle> obstacle() {
    return settled().obstacle();
  }

  @Override
  public RootMount mount() {
    return settled().mount();
  }

  @Override
  public RootMount mount(Set<FilePath> covered) {
    return settled().mount(covered);
  }

  @Override
  public List<LayerEntry> changes() {
    return settled().changes();
  }

  @Override
  public synchronized void close() {
    made.ifPresent(RootFilesystem::close);
  }
}
