package dev.kaniko.adapters.rootfs.root.directory;

import dev.kaniko.adapters.rootfs.linux.DirectoryHandle;
import dev.kaniko.adapters.rootfs.root.ImageUnpacker;
import dev.kaniko.adapters.rootfs.tree.DirectoryTree;
import dev.kaniko.adapters.rootfs.tree.DirectoryTree.View;
import dev.kaniko.adapters.rootfs.tree.LeftAlone;
import dev.kaniko.adapters.rootfs.tree.write.LayerApplier;
import dev.kaniko.adapters.rootfs.tree.write.SkippedContent;
import dev.kaniko.adapters.rootfs.tree.write.TreeWriter;
import dev.kaniko.domain.filesystem.FileTree;
import dev.kaniko.domain.filesystem.LayerEntry;
import dev.kaniko.ports.layer.ImageLayer;
import dev.kaniko.ports.rootfs.RootMount;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A directory that holds a root and nothing else, and that commands get as their root. */
final class PlainDwelling implements Dwelling {
  private final Path directory;
  private final DirectoryHandle handle;
  private final DirectoryTree tree;

  /**
   * @param directory exists and is empty
   */
  PlainDwelling(Path directory) throws IOException {
    this.directory = directory;
    this.handle = DirectoryHandle.open(directory);
    this.tree = new DirectoryTree(handle, View.WHOLE.withoutMounts());
  }

  @Override
  public void unpack(List<ImageLayer> layers, ImageUnpacker unpacker) {
    unpacker.unpack(layers, handle, LeftAlone.NOTHING);
  }

  @Override
  public void apply(List<LayerEntry> entries, SkippedContent skipped) throws IOException {
    try (TreeWriter writer = new TreeWriter(handle, LeftAlone.NOTHING, skipped)) {
      new LayerApplier(writer).apply(entries);
      writer.finish();
    }
  }

  @Override
  public FileTree tree() {
    return tree;
  }

  @Override
  public Entrance enter() {
    return new Entrance(new RootMount.Directory(directory), false);
  }

  @Override
  public MetadataIndex index() throws IOException {
    return MetadataIndex.read(handle, LeftAlone.NOTHING);
  }

  @Override
  public void close() throws IOException {
    tree.close();
  }
}
