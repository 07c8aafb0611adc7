package dev.kaniko.adapters.rootfs.root.overlay;

import dev.kaniko.domain.filesystem.FileTree;
import dev.kaniko.domain.filesystem.LayerEntry;
import dev.kaniko.domain.filesystem.LayeredTree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A layer of a root and all that is below it. It never changes, so that roots that start from one
 * another share it.
 */
sealed interface StackLayer {

  /** The files as they are with this layer on top. */
  FileTree tree();

  /** The files of an image, at the bottom. */
  record Base(BaseDirectory directory) implements StackLayer {
    @Override
    public FileTree tree() {
      return directory.tree();
    }
  }

  /** What one or more instructions have changed. */
  final class Step implements StackLayer {
    private final StackLayer below;
    private final List<LayerEntry> entries;
    private Optional<Path> directory;
    private Optional<FileTree> tree = Optional.empty();

    /** Not on the disk yet. */
    Step(StackLayer below, List<LayerEntry> entries) {
      this(below, entries, Optional.empty());
    }

    /**
     * @param directory has the entries in the form of an overlay's layer
     */
    Step(StackLayer below, List<LayerEntry> entries, Path directory) {
      this(below, entries, Optional.of(directory));
    }

    private Step(StackLayer below, List<LayerEntry> entries, Optional<Path> directory) {
      this.below = below;
      this.entries = List.copyOf(entries);
      this.directory = directory;
    }

    /** Puts entries into a directory that overlayfs takes as a layer. */
    @FunctionalInterface
    interface Maker {
      Path make(List<LayerEntry> entries, FileTree below) throws IOException;
    }

    StackLayer below() {
      return below;
    }

    List<LayerEntry> entries() {
      return entries;
    }

    synchronized boolean isMade() {
      return directory.isPresent();
    }

    /** The directory, made by the first who asks. */
    synchronized Path directory(Maker maker) throws IOException {
      if (directory.isEmpty()) {
        directory = Optional.of(maker.make(entries, below.tree()));
      }
      return directory.get();
    }

    @Override
    public synchronized FileTree tree() {
      if (tree.isEmpty()) {
        tree = Optional.of(new LayeredTree(below.tree(), entries));
      }
      return tree.get();
    }
  }
}
