package dev.kaniko.adapters.rootfs.mount;

import dev.kaniko.adapters.rootfs.linux.DirectoryHandle;
import dev.kaniko.adapters.rootfs.root.TreeEntries;
import dev.kaniko.adapters.rootfs.tree.LeftAlone;
import dev.kaniko.adapters.rootfs.tree.write.LayerApplier;
import dev.kaniko.adapters.rootfs.tree.write.SkippedContent;
import dev.kaniko.adapters.rootfs.tree.write.TreeWriter;
import dev.kaniko.domain.copy.SubTree;
import dev.kaniko.domain.filesystem.FileNode;
import dev.kaniko.domain.filesystem.FileNode.Directory;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.filesystem.FileTree;
import java.io.IOException;

/** Copies of files, with all that a layer would hold of them. */
record FileCopy(SkippedContent skipped) {

  /**
   * Makes the entry {@code name} of {@code parent}, which is not there yet.
   *
   * @param source in {@code tree}, free of links: a file or a directory with all that is in it
   */
  void make(FileTree tree, FilePath source, DirectoryHandle parent, String name)
      throws IOException {
    FileNode node =
        tree.lookup(source).orElseThrow(() -> new IOException(source + " is not there any more"));
    if (node instanceof Directory) {
      parent.makeDirectory(name);
      try (DirectoryHandle directory = parent.directory(name).orElseThrow()) {
        fill(directory, new SubTree(tree, source));
      }
    } else {
      make(node, parent, name);
    }
  }

  /** Makes one file. */
  void make(FileNode file, DirectoryHandle parent, String name) throws IOException {
    try (TreeWriter writer = new TreeWriter(parent, LeftAlone.NOTHING, skipped)) {
      new LayerApplier(writer).make(FilePath.ROOT.child(name), file);
      writer.finish();
    }
  }

  private void fill(DirectoryHandle directory, FileTree tree) throws IOException {
    try (TreeWriter writer = new TreeWriter(directory, LeftAlone.NOTHING, skipped)) {
      new LayerApplier(writer).apply(TreeEntries.of(tree));
      writer.finish();
    }
  }
}
