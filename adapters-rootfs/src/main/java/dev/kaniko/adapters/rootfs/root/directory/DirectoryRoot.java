package dev.kaniko.adapters.rootfs.root.directory;

import dev.kaniko.adapters.rootfs.root.ImageUnpacker;
import dev.kaniko.adapters.rootfs.root.TreeEntries;
import dev.kaniko.adapters.rootfs.tree.LeftAlone;
import dev.kaniko.adapters.rootfs.tree.write.SkippedContent;
import dev.kaniko.domain.filesystem.FileNode.Directory;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.filesystem.FileTree;
import dev.kaniko.domain.filesystem.LayerEntry;
import dev.kaniko.domain.filesystem.LayeredTree;
import dev.kaniko.ports.failure.EnvironmentFailure;
import dev.kaniko.ports.layer.ImageLayer;
import dev.kaniko.ports.rootfs.CommandRunner.Obstacle;
import dev.kaniko.ports.rootfs.RootFilesystem;
import dev.kaniko.ports.rootfs.RootMount;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A root whose files are made when a command or somebody who looks into it needs them. Entries that
 * were laid wait until a command needs them.
 */
final class DirectoryRoot implements RootFilesystem {
  /**
   * Longer than the kernel's clock for files stands still. A change within the tick in which a file
   * was indexed would leave it with the same ctime.
   */
  private static final long CLOCK_TICK = TimeUnit.MILLISECONDS.toNanos(20);

  private final Origin origin;
  private final Dwellings dwellings;
  private final ImageUnpacker unpacker;
  private final SkippedContent skipped;
  private final List<List<LayerEntry>> laid;
  private Optional<Dwelling> dwelling = Optional.empty();
  private Optional<FileTree> tree = Optional.empty();

  /** What the directory held when its files were last known; empty when they may have changed. */
  private Optional<MetadataIndex> index = Optional.empty();

  /** What the command that is running cannot reach. */
  private LeftAlone covered = LeftAlone.NOTHING;

  private boolean mounted;
  private boolean forked;

  /**
   * @param dwellings is asked for one when it is needed, once
   * @param laid layers to lay on top at once
   */
  DirectoryRoot(
      Origin origin,
      List<List<LayerEntry>> laid,
      Dwellings dwellings,
      ImageUnpacker unpacker,
      SkippedContent skipped) {
    this.origin = origin;
    this.laid = new ArrayList<>(laid);
    this.dwellings = dwellings;
    this.unpacker = unpacker;
    this.skipped = skipped;
  }

  @Override
  public FileTree tree() {
    endMount();
    if (tree.isEmpty()) {
      tree = Optional.of(LayeredTree.of(bottom(), laid));
    }
    return tree.get();
  }

  @Override
  public void lay(List<LayerEntry> entries) {
    endMount();
    requireNoFork();
    if (!entries.isEmpty()) {
      laid.add(List.copyOf(entries));
      tree = tree.map(below -> new LayeredTree(below, entries));
    }
  }

  @Override
  public Optional<Obstacle> obstacle() {
    return dwellings.obstacle(tree());
  }

  @Override
  public RootMount mount(Set<FilePath> covered) {
    endMount();
    requireNoFork();
    this.covered = LeftAlone.of(covered);
    try {
      Dwelling files = fill();
      applyLaid(files);
      tree = Optional.empty();
      Dwelling.Entrance entrance = files.enter();
      if (index.isEmpty() || entrance.moved()) {
        index = Optional.of(files.index());
      }
      awaitClock(index.get());
      files.readyForCommand();
      mounted = true;
      return entrance.mount();
    } catch (IOException e) {
      throw new EnvironmentFailure("a root could not be made: " + e.getMessage(), e);
    }
  }

  @Override
  public List<LayerEntry> changes() {
    if (!mounted) {
      throw new IllegalStateException("changes are asked once for a mount");
    }
    Dwelling files = dwelling.orElseThrow();
    try {
      MetadataIndex after = files.index();
      List<LayerEntry> entries = files.changes(index.orElseThrow(), after, covered);
      index = Optional.of(after);
      mounted = false;
      return entries;
    } catch (IOException e) {
      throw new EnvironmentFailure("what a command changed cannot be read: " + e.getMessage(), e);
    }
  }

  /** The files stay until the build ends: others may have been made from them. */
  @Override
  public void close() {}

  /** A root that starts as this one is; it gets a directory of its own when it needs one. */
  DirectoryRoot fork() {
    endMount();
    forked = true;
    Origin from = dwelling.<Origin>map(files -> new Origin.Copy(files.tree())).orElse(origin);
    return new DirectoryRoot(from, laid, dwellings, unpacker, skipped);
  }

  /** Lets the directory's descriptors go. */
  void release() throws IOException {
    if (dwelling.isPresent()) {
      dwelling.get().close();
    }
  }

  private void requireNoFork() {
    if (forked) {
      throw new IllegalStateException("a root is changed after another was made from it");
    }
  }

  /** After a mount that nobody asked the changes of, nothing is known of the files. */
  private void endMount() {
    if (mounted) {
      mounted = false;
      try {
        dwelling.orElseThrow().passOver(index.orElseThrow());
      } catch (IOException e) {
        throw new EnvironmentFailure("what a command changed cannot be read: " + e.getMessage(), e);
      }
      index = Optional.empty();
    }
  }

  private FileTree bottom() {
    if (dwelling.isEmpty() && origin instanceof Origin.Copy(FileTree parent)) {
      return parent;
    }
    try {
      return fill().tree();
    } catch (IOException e) {
      throw new EnvironmentFailure("a root could not be made: " + e.getMessage(), e);
    }
  }

  private Dwelling fill() throws IOException {
    if (dwelling.isEmpty()) {
      Dwelling files = dwellings.next();
      try {
        switch (origin) {
          case Origin.Image(List<ImageLayer> layers) -> files.unpack(layers, unpacker);
          case Origin.Copy(FileTree parent) -> files.apply(TreeEntries.of(parent), skipped);
        }
        dwelling = Optional.of(files);
      } finally {
        if (dwelling.isEmpty()) {
          files.close();
        }
      }
    }
    return dwelling.get();
  }

  private void applyLaid(Dwelling files) throws IOException {
    if (laid.isEmpty()) {
      return;
    }
    index = Optional.empty();
    for (List<LayerEntry> entries : laid) {
      requireParents(entries, files.tree());
      files.apply(entries, skipped);
    }
    laid.clear();
  }

  private static void requireParents(List<LayerEntry> entries, FileTree below) {
    FileTree whole = new LayeredTree(below, entries);
    for (LayerEntry entry : entries) {
      boolean makes = entry instanceof LayerEntry.Present || entry instanceof LayerEntry.HardLink;
      if (makes
          && whole.lookup(entry.path().parent()).filter(Directory.class::isInstance).isEmpty()) {
        throw new IllegalArgumentException("no directory holds " + entry.path() + " of a layer");
      }
    }
  }

  private static void awaitClock(MetadataIndex index) throws IOException {
    long now = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
    if (index.newestChange() > now - CLOCK_TICK) {
      try {
        TimeUnit.NANOSECONDS.sleep(CLOCK_TICK);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }
  }
}
