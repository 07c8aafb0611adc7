package dev.kaniko.adapters.rootfs.root.overlay;

import dev.kaniko.adapters.rootfs.linux.DirectoryHandle;
import dev.kaniko.adapters.rootfs.linux.FileStatus;
import dev.kaniko.adapters.rootfs.tree.LeftAlone;
import dev.kaniko.adapters.rootfs.tree.write.LayerApplier;
import dev.kaniko.adapters.rootfs.tree.write.SkippedContent;
import dev.kaniko.adapters.rootfs.tree.write.TreeWriter;
import dev.kaniko.domain.filesystem.FileMetadata;
import dev.kaniko.domain.filesystem.FileNode;
import dev.kaniko.domain.filesystem.FileNode.Directory;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.filesystem.FileTree;
import dev.kaniko.domain.filesystem.LayerEntry;
import dev.kaniko.domain.filesystem.LayerEntry.HardLink;
import dev.kaniko.domain.filesystem.LayerEntry.OpaqueWhiteout;
import dev.kaniko.domain.filesystem.LayerEntry.Present;
import dev.kaniko.domain.filesystem.LayerEntry.Whiteout;
import dev.kaniko.domain.filesystem.LayeredTree;
import java.io.Closeable;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Writes the entries of one layer into an empty directory, in the form in which overlayfs takes a
 * layer: what is gone is a character device 0:0, and a directory that hides what is below it has an
 * attribute. Spec: the kernel's filesystems/overlayfs, "whiteouts and opaque directories".
 *
 * <p>Overlayfs shows a directory with the metadata of the topmost layer that has it: directories
 * that are there only because of their entries repeat what they have below.
 */
final class OverlayLayerWriter implements Closeable {
  private final DirectoryHandle root;
  private final TreeWriter writer;
  private final LayerApplier applier;
  private final FileTree whole;
  private final Set<FilePath> made = new HashSet<>();

  /**
   * @param root empty; stays the caller's
   * @param below the files under the layer
   */
  OverlayLayerWriter(
      DirectoryHandle root, FileTree below, List<LayerEntry> entries, SkippedContent skipped) {
    this.root = root;
    this.writer = new TreeWriter(root, LeftAlone.NOTHING, skipped);
    this.applier = new LayerApplier(writer);
    this.whole = new LayeredTree(below, entries);
  }

  void write(List<LayerEntry> entries) throws IOException {
    writer.directory(FilePath.ROOT, directoryAt(FilePath.ROOT).orElseThrow());
    made.add(FilePath.ROOT);
    for (LayerEntry entry : entries) {
      switch (entry) {
        case Present(FilePath path, FileNode node) -> {
          makeParents(path);
          applier.make(path, node);
          made.add(path);
        }
        case HardLink(FilePath path, FilePath target, FileNode _) -> {
          makeParents(path);
          writer.hardLink(path, target);
          made.add(path);
        }
        case Whiteout _, OpaqueWhiteout _ -> {}
      }
    }
    for (LayerEntry entry : entries) {
      switch (entry) {
        case Whiteout(FilePath path) -> whiteOut(path);
        case OpaqueWhiteout(FilePath path) -> hideBelow(path);
        case Present _, HardLink _ -> {}
      }
    }
    writer.finish();
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }

  private void whiteOut(FilePath path) throws IOException {
    if (made.contains(path)) {
      // A file hides what is below by being there; a directory has to be told to.
      hideBelow(path);
    } else if (directoryAt(path.parent()).isPresent()) {
      makeParents(path);
      try (DirectoryHandle parent = root.findDirectory(path.parent()).orElseThrow()) {
        parent.makeNode(path.name(), FileStatus.Type.CHARACTER_DEVICE, 0, 0);
      }
    }
  }

  private void hideBelow(FilePath path) throws IOException {
    Optional<FileMetadata> metadata = directoryAt(path);
    if (metadata.isEmpty()) {
      return;
    }
    if (!made.contains(path)) {
      makeParents(path);
      makeDirectory(path, metadata.get());
    }
    try (DirectoryHandle directory = root.findDirectory(path).orElseThrow()) {
      directory.self().setXattr(OverlayAttributes.OPAQUE, "y");
    }
  }

  private void makeParents(FilePath path) throws IOException {
    for (FilePath parent : path.ancestors()) {
      if (!made.contains(parent)) {
        FileMetadata metadata =
            directoryAt(parent)
                .orElseThrow(
                    () ->
                        new IllegalArgumentException("no directory holds " + path + " of a layer"));
        makeDirectory(parent, metadata);
      }
    }
  }

  private void makeDirectory(FilePath path, FileMetadata metadata) throws IOException {
    writer.directory(path, metadata);
    made.add(path);
  }

  private Optional<FileMetadata> directoryAt(FilePath path) {
    return whole.lookup(path).filter(Directory.class::isInstance).map(FileNode::metadata);
  }
}
