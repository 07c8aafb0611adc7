package dev.kaniko.adapters.rootfs.root.directory;

import dev.kaniko.adapters.rootfs.linux.DirectoryHandle;
import dev.kaniko.adapters.rootfs.root.ImageUnpacker;
import dev.kaniko.adapters.rootfs.root.TreeEntries;
import dev.kaniko.adapters.rootfs.tree.DirectoryTree;
import dev.kaniko.adapters.rootfs.tree.DirectoryTree.View;
import dev.kaniko.adapters.rootfs.tree.write.LayerApplier;
import dev.kaniko.adapters.rootfs.tree.write.SkippedContent;
import dev.kaniko.adapters.rootfs.tree.write.TreeRemoval.Survivors;
import dev.kaniko.adapters.rootfs.tree.write.TreeWriter;
import dev.kaniko.domain.filesystem.FileNode.Directory;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.filesystem.FileTree;
import dev.kaniko.domain.filesystem.LayerEntry;
import dev.kaniko.domain.filesystem.LayeredTree;
import dev.kaniko.ports.failure.EnvironmentFailure;
import dev.kaniko.ports.layer.ImageLayer;
import dev.kaniko.ports.rootfs.RootFilesystem;
import dev.kaniko.ports.rootfs.RootMount;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A root in one directory, which is filled when a command or somebody who looks into it needs it.
 * Entries that were laid wait until a command needs them.
 */
final class DirectoryRoot implements RootFilesystem {
  /**
   * Longer than the kernel's clock for files stands still. A change within the tick in which a file
   * was indexed would leave it with the same ctime.
   */
  private static final long CLOCK_TICK = TimeUnit.MILLISECONDS.toNanos(20);

  private final Origin origin;
  private final Supplier<RootPlace> places;
  private final ImageUnpacker unpacker;
  private final SkippedContent skipped;
  private final List<List<LayerEntry>> laid;
  private Optional<Filled> filled = Optional.empty();
  private Optional<FileTree> tree = Optional.empty();

  /** What the directory held when its files were last known; empty when they may have changed. */
  private Optional<MetadataIndex> index = Optional.empty();

  private boolean mounted;
  private boolean forked;

  private record Filled(RootPlace place, DirectoryHandle handle, DirectoryTree tree) {}

  /**
   * @param places gives the place when it is needed, once
   * @param laid layers to lay on top at once
   */
  DirectoryRoot(
      Origin origin,
      List<List<LayerEntry>> laid,
      Supplier<RootPlace> places,
      ImageUnpacker unpacker,
      SkippedContent skipped) {
    this.origin = origin;
    this.laid = new ArrayList<>(laid);
    this.places = places;
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
  public RootMount mount() {
    endMount();
    requireNoFork();
    try {
      Filled root = fill();
      applyLaid(root);
      tree = Optional.empty();
      if (index.isEmpty()) {
        index = Optional.of(MetadataIndex.read(root.handle, root.place.leftAlone()));
      }
      awaitClock(index.get());
      mounted = true;
      return root.place.mount();
    } catch (IOException e) {
      throw new EnvironmentFailure("a root could not be made: " + e.getMessage(), e);
    }
  }

  @Override
  public List<LayerEntry> changes() {
    if (!mounted) {
      throw new IllegalStateException("changes are asked once for a mount");
    }
    Filled root = filled.orElseThrow();
    try {
      MetadataIndex after = MetadataIndex.read(root.handle, root.place.leftAlone());
      List<LayerEntry> entries = IndexComparison.changes(index.orElseThrow(), after, root.tree);
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
  DirectoryRoot fork(Supplier<RootPlace> ownPlaces) {
    endMount();
    forked = true;
    Origin from = filled.<Origin>map(root -> new Origin.Copy(root.tree)).orElse(origin);
    return new DirectoryRoot(from, laid, ownPlaces, unpacker, skipped);
  }

  /** Lets the directory's descriptor go. */
  void release() throws IOException {
    if (filled.isPresent()) {
      filled.get().tree.close();
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
      index = Optional.empty();
    }
  }

  private FileTree bottom() {
    if (filled.isEmpty() && origin instanceof Origin.Copy(FileTree parent)) {
      return parent;
    }
    try {
      return fill().tree;
    } catch (IOException e) {
      throw new EnvironmentFailure("a root could not be made: " + e.getMessage(), e);
    }
  }

  private Filled fill() throws IOException {
    if (filled.isEmpty()) {
      RootPlace place = places.get();
      DirectoryHandle handle = DirectoryHandle.open(place.directory());
      View view = View.WHOLE.withLeftAlone(place.leftAlone()).withoutMounts();
      Filled root = new Filled(place, handle, new DirectoryTree(handle, view));
      try {
        write(root);
        filled = Optional.of(root);
      } finally {
        if (filled.isEmpty()) {
          handle.close();
        }
      }
    }
    return filled.get();
  }

  private void write(Filled root) throws IOException {
    try (TreeWriter writer = writer(root)) {
      writer.clear(FilePath.ROOT, Survivors.NONE);
    }
    switch (origin) {
      case Origin.Image(List<ImageLayer> layers) ->
          unpacker.unpack(layers, root.handle, root.place.leftAlone());
      case Origin.Copy(FileTree parent) -> apply(TreeEntries.of(parent), root);
    }
  }

  private TreeWriter writer(Filled root) {
    return new TreeWriter(root.handle, root.place.leftAlone(), skipped);
  }

  private void apply(List<LayerEntry> entries, Filled root) throws IOException {
    try (TreeWriter writer = writer(root)) {
      new LayerApplier(writer).apply(entries);
      writer.finish();
    }
  }

  private void applyLaid(Filled root) throws IOException {
    if (laid.isEmpty()) {
      return;
    }
    index = Optional.empty();
    for (List<LayerEntry> entries : laid) {
      requireParents(entries, root.tree);
      apply(entries, root);
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
