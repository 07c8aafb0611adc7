package dev.kaniko.adapters.rootfs.tree;

import dev.kaniko.adapters.rootfs.linux.DirectoryHandle;
import dev.kaniko.domain.filesystem.FileTree;
import dev.kaniko.ports.context.DirectoryTrees;
import dev.kaniko.ports.failure.EnvironmentFailure;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Opens directories as trees, and keeps them open until it is closed at the build's end. */
public final class LinuxDirectoryTrees implements DirectoryTrees, Closeable {
  private final Queue<DirectoryTree> opened = new ConcurrentLinkedQueue<>();

  @Override
  public FileTree open(Path directory) {
    try {
      DirectoryTree tree = new DirectoryTree(DirectoryHandle.open(directory));
      opened.add(tree);
      return tree;
    } catch (IOException e) {
      throw new EnvironmentFailure(
          e.getMessage(), Optional.of("check that " + directory + " is a directory"), e);
    }
  }

  @Override
  public void close() throws IOException {
    for (DirectoryTree tree = opened.poll(); tree != null; tree = opened.poll()) {
      tree.close();
    }
  }
}
