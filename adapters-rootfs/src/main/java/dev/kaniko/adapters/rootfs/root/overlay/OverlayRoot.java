package dev.kaniko.adapters.rootfs.root.overlay;

import dev.kaniko.adapters.rootfs.linux.DirectoryHandle;
import dev.kaniko.adapters.rootfs.root.overlay.StackLayer.Step;
import dev.kaniko.adapters.rootfs.tree.DirectoryTree;
import dev.kaniko.adapters.rootfs.tree.LeftAlone;
import dev.kaniko.adapters.rootfs.tree.write.TreeWriter;
import dev.kaniko.domain.filesystem.FileMetadata;
import dev.kaniko.domain.filesystem.FileNode;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.filesystem.FileTree;
import dev.kaniko.domain.filesystem.LayerEntry;
import dev.kaniko.ports.failure.EnvironmentFailure;
import dev.kaniko.ports.rootfs.RootFilesystem;
import dev.kaniko.ports.rootfs.RootMount;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A root whose layers are directories of their own. What a command changes goes into a fresh upper
 * directory, which becomes the layer below the next command's.
 */
final class OverlayRoot implements RootFilesystem {
  private final OverlayRootFilesystems owner;
  private StackLayer top;

  /** The upper directory of a mount whose changes were not asked for yet. */
  private Optional<Path> mounted = Optional.empty();

  OverlayRoot(OverlayRootFilesystems owner, StackLayer top) {
    this.owner = owner;
    this.top = top;
  }

  @Override
  public FileTree tree() {
    return settled().tree();
  }

  @Override
  public void lay(List<LayerEntry> entries) {
    StackLayer below = settled();
    if (!entries.isEmpty()) {
      top = LayerStack.bounded(new Step(below, entries));
    }
  }

  @Override
  public RootMount mount(Set<FilePath> covered) {
    top = LayerStack.condensed(settled());
    try {
      List<Path> lower = LayerStack.directories(top, owner::makeLayer);
      Path upper = owner.newDirectory();
      copyRootMetadata(upper);
      Path work = owner.newDirectory();
      mounted = Optional.of(upper);
      return new RootMount.Overlay(lower, upper, work);
    } catch (IOException e) {
      throw new EnvironmentFailure("a root could not be made: " + e.getMessage(), e);
    }
  }

  @Override
  public List<LayerEntry> changes() {
    Path upper =
        mounted.orElseThrow(() -> new IllegalStateException("changes are asked once for a mount"));
    try {
      // Stays open: the contents of the entries are read through it until the build ends.
      DirectoryTree tree = owner.openUntilTheEnd(upper);
      List<LayerEntry> entries = new UpperChanges(top.tree(), tree).read();
      mounted = Optional.empty();
      if (!entries.isEmpty()) {
        top = LayerStack.bounded(new Step(top, entries, upper));
      }
      return entries;
    } catch (IOException e) {
      throw new EnvironmentFailure("what a command changed cannot be read: " + e.getMessage(), e);
    }
  }

  /** The files stay until the build ends: others may have been made from them. */
  @Override
  public void close() {}

  /** The layers, with what a command changed last on top. */
  StackLayer settled() {
    if (mounted.isPresent()) {
      changes();
    }
    return top;
  }

  /** An overlay's root directory has the metadata of the upper one. */
  private void copyRootMetadata(Path upper) throws IOException {
    FileMetadata metadata = top.tree().lookup(FilePath.ROOT).map(FileNode::metadata).orElseThrow();
    try (DirectoryHandle handle = DirectoryHandle.open(upper);
        TreeWriter writer = new TreeWriter(handle, LeftAlone.NOTHING, owner.skipped())) {
      writer.directory(FilePath.ROOT, metadata);
      writer.finish();
    }
  }
}
