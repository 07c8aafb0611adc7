package dev.kaniko.adapters.rootfs.root.inplace;

import dev.kaniko.adapters.rootfs.linux.DirectoryHandle;
import dev.kaniko.adapters.rootfs.tree.DirectoryTree;
import dev.kaniko.adapters.rootfs.tree.DirectoryTree.View;
import dev.kaniko.domain.filesystem.FileContent;
import dev.kaniko.domain.filesystem.FileNode;
import dev.kaniko.domain.filesystem.FileNode.RegularFile;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.filesystem.FileTree;
import dev.kaniko.ports.failure.EnvironmentFailure;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The files of one root, wherever they are. Contents are opened where the file is when they are
 * read, which may be on another thread, after the root was moved; a move waits for that.
 */
final class LodgedTree implements FileTree {
  private final DirectoryTree waiting;
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private Optional<InPod> inPod = Optional.empty();

  private record InPod(DirectoryTree tree, DirectoryHandle handle, Boundary boundary) {}

  /**
   * @param waiting where the files are at first, and those that are not taken to the pod remain
   */
  LodgedTree(DirectoryTree waiting) {
    this.waiting = waiting;
  }

  /** Moves files. */
  @FunctionalInterface
  interface Move {
    void run() throws IOException;
  }

  /**
   * @param pod stays the caller's
   */
  void enter(DirectoryHandle pod, Boundary boundary, Move move) throws IOException {
    lock.writeLock().lock();
    try {
      move.run();
      View view = View.WHOLE.withLeftAlone(boundary.leftAlone()).withoutMounts();
      inPod = Optional.of(new InPod(new DirectoryTree(pod, view), pod, boundary));
    } finally {
      lock.writeLock().unlock();
    }
  }

  void leave(Move move) throws IOException {
    lock.writeLock().lock();
    try {
      move.run();
      inPod = Optional.empty();
    } finally {
      lock.writeLock().unlock();
    }
  }

  @Override
  public Optional<FileNode> lookup(FilePath path) {
    lock.readLock().lock();
    try {
      return find(path).map(node -> movable(path, node));
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public SortedMap<String, FileNode> children(FilePath path) {
    lock.readLock().lock();
    try {
      SortedMap<String, FileNode> children = list(path);
      children.replaceAll((name, node) -> movable(path.child(name), node));
      return children;
    } finally {
      lock.readLock().unlock();
    }
  }

  private Optional<FileNode> find(FilePath path) {
    if (inPod.isEmpty() || inPod.get().boundary.leftAlone().covers(path)) {
      return waiting.lookup(path);
    }
    InPod pod = inPod.get();
    return isOnlyThePods(path, pod) ? Optional.empty() : pod.tree.lookup(path);
  }

  private SortedMap<String, FileNode> list(FilePath path) {
    if (inPod.isEmpty() || inPod.get().boundary.leftAlone().covers(path)) {
      return new TreeMap<>(waiting.children(path));
    }
    InPod pod = inPod.get();
    SortedMap<String, FileNode> children = new TreeMap<>(pod.tree.children(path));
    if (pod.boundary.leftAlone().hasSomeBelow(path)) {
      children.keySet().removeIf(name -> isOnlyThePods(path.child(name), pod));
      waiting
          .children(path)
          .forEach(
              (name, node) -> {
                if (pod.boundary.leftAlone().covers(path.child(name))) {
                  children.put(name, node);
                }
              });
    }
    return children;
  }

  /** A directory that is there for the sake of what is left alone in it. */
  private static boolean isOnlyThePods(FilePath path, InPod pod) {
    if (path.isRoot()
        || !pod.boundary.leftAlone().hasSomeBelow(path)
        || pod.boundary.isShell(path)) {
      return false;
    }
    try {
      Optional<DirectoryHandle> found = pod.handle.findDirectory(path, false);
      if (found.isEmpty()) {
        return false;
      }
      try (DirectoryHandle directory = found.get()) {
        return !pod.boundary.holdsFiles(directory, path);
      }
    } catch (IOException e) {
      throw new EnvironmentFailure(path + " could not be looked at: " + e.getMessage(), e);
    }
  }

  private FileNode movable(FilePath path, FileNode node) {
    if (node instanceof RegularFile file) {
      FileContent content = () -> open(path);
      return new RegularFile(file.metadata(), file.size(), content, file.sharedInode());
    }
    return node;
  }

  private InputStream open(FilePath path) throws IOException {
    lock.readLock().lock();
    try {
      if (find(path).orElse(null) instanceof RegularFile file) {
        return file.content().open();
      }
      throw new IOException(path + " is no regular file any more");
    } finally {
      lock.readLock().unlock();
    }
  }
}
