package dev.kaniko.adapters.rootfs.tree;

import dev.kaniko.adapters.rootfs.linux.DirectoryHandle;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.filesystem.FileTree;
import dev.kaniko.domain.filesystem.PathResolver;
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
      return keep(DirectoryHandle.open(directory));
    } catch (IOException e) {
      throw failure(directory, e);
    }
  }

  @Override
  public Optional<FileTree> open(Path directory, FilePath below) {
    try (DirectoryHandle whole = DirectoryHandle.open(directory)) {
      // Links are followed by us, inside; the kernel then opens a path that has none.
      FilePath followed = new PathResolver(new DirectoryTree(whole)).resolve(below);
      return whole.findDirectory(followed).map(this::keep);
    } catch (PathResolver.TooManyLinks e) {
      return Optional.empty();
    } catch (IOException e) {
      throw failure(directory, e);
    }
  }

  private FileTree keep(DirectoryHandle directory) {
    DirectoryTree tree = new DirectoryTree(directory);
    opened.add(tree);
    return tree;
  }

  private static EnvironmentFailure failure(Path directory, IOException cause) {
    return new EnvironmentFailure(
        cause.getMessage(), Optional.of("check that " + directory + " is a directory"), cause);
  }

  @Override
  public void close() throws IOException {
    for (DirectoryTree tree = opened.poll(); tree != null; tree = opened.poll()) {
      tree.close();
    }
  }
}
