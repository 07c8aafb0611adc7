package dev.kaniko.adapters.rootfs.tree.write;

import dev.kaniko.adapters.rootfs.tree.write.TreeRemoval.Survivors;
import dev.kaniko.domain.filesystem.FileNode;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.filesystem.LayerEntry;
import dev.kaniko.domain.filesystem.LayerEntry.HardLink;
import dev.kaniko.domain.filesystem.LayerEntry.OpaqueWhiteout;
import dev.kaniko.domain.filesystem.LayerEntry.Present;
import dev.kaniko.domain.filesystem.LayerEntry.Whiteout;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Makes the entries of a layer real in a directory that holds what is below the layer. */
public final class LayerApplier {
  private final TreeWriter writer;

  /**
   * @param writer stays the caller's, who finishes it
   */
  public LayerApplier(TreeWriter writer) {
    this.writer = writer;
  }

  /**
   * Takes away what the entries take away, wherever in the list they say so, then makes what is
   * present.
   *
   * @param entries in the order of their paths
   */
  public void apply(List<LayerEntry> entries) throws IOException {
    for (LayerEntry entry : entries) {
      switch (entry) {
        case Whiteout(FilePath path) -> writer.remove(path, Survivors.NONE);
        case OpaqueWhiteout(FilePath path) -> writer.clear(path, Survivors.NONE);
        case Present _, HardLink _ -> {}
      }
    }
    for (LayerEntry entry : entries) {
      switch (entry) {
        case Present(FilePath path, FileNode node) -> make(path, node);
        case HardLink(FilePath path, FilePath target, FileNode _) -> writer.hardLink(path, target);
        case Whiteout _, OpaqueWhiteout _ -> {}
      }
    }
  }

  /** Makes one file of any kind. */
  public void make(FilePath path, FileNode node) throws IOException {
    switch (node) {
      case FileNode.RegularFile file -> {
        try (InputStream content = file.content().open()) {
          writer.file(path, file.metadata(), file.size(), content);
        }
      }
      case FileNode.Directory directory -> writer.directory(path, directory.metadata());
      case FileNode.Symlink link -> writer.symlink(path, link.metadata(), link.target());
      case FileNode.Special special ->
          writer.special(
              path, special.metadata(), special.kind(), special.major(), special.minor());
    }
  }
}
