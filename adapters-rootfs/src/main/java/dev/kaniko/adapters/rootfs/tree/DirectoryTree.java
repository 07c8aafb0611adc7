package dev.kaniko.adapters.rootfs.tree;

import dev.kaniko.adapters.rootfs.linux.DirectoryHandle;
import dev.kaniko.adapters.rootfs.linux.FileHandle;
import dev.kaniko.adapters.rootfs.linux.FileStatus;
import dev.kaniko.domain.filesystem.FileContent;
import dev.kaniko.domain.filesystem.FileMetadata;
import dev.kaniko.domain.filesystem.FileNode;
import dev.kaniko.domain.filesystem.FileNode.InodeId;
import dev.kaniko.domain.filesystem.FileNode.Special.Kind;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.filesystem.FileTree;
import dev.kaniko.ports.failure.EnvironmentFailure;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The files below a directory. Contents are opened when they are read, by the path they were seen
 * at: a file that was replaced by a link meanwhile is an error, never another file's content.
 *
 * <p>The directory stays open, and the contents readable, until the tree is closed.
 */
public final class DirectoryTree implements FileTree, Closeable {
  private final DirectoryHandle root;
  private final View view;

  /**
   * What of the directory is seen.
   *
   * @param leftAlone not there, for this tree's readers
   * @param mounts whether what is mounted below the directory is there
   * @param xattrs names of the extended attributes that nodes carry
   */
  public record View(LeftAlone leftAlone, boolean mounts, Predicate<String> xattrs) {
    /** All files, with the attributes that belong to an image. */
    public static final View WHOLE = new View(LeftAlone.NOTHING, true, ImageXattrs::contains);

    public View withLeftAlone(LeftAlone newLeftAlone) {
      return new View(newLeftAlone, mounts, xattrs);
    }

    public View withoutMounts() {
      return new View(leftAlone, false, xattrs);
    }

    public View withXattrs(Predicate<String> newXattrs) {
      return new View(leftAlone, mounts, newXattrs);
    }
  }

  /** Takes {@code root} over: it is closed with the tree. */
  public DirectoryTree(DirectoryHandle root, View view) {
    this.root = root;
    this.view = view;
  }

  public DirectoryTree(DirectoryHandle root) {
    this(root, View.WHOLE);
  }

  /** The same directory seen otherwise. The two share it: closing one closes both. */
  public DirectoryTree as(View other) {
    return new DirectoryTree(root, other);
  }

  @Override
  public Optional<FileNode> lookup(FilePath path) {
    if (view.leftAlone.covers(path)) {
      return Optional.empty();
    }
    try {
      Optional<FileHandle> found = root.find(path, view.mounts);
      if (found.isEmpty()) {
        return Optional.empty();
      }
      try (FileHandle file = found.get()) {
        FileStatus status = file.status();
        SortedMap<String, String> xattrs =
            mayHaveXattrs(status) ? file.xattrs(view.xattrs) : new TreeMap<>();
        String target = status.type() == FileStatus.Type.SYMLINK ? file.linkTarget() : "";
        return Optional.of(node(path, status, xattrs, target));
      }
    } catch (IOException e) {
      throw new EnvironmentFailure(path + " could not be looked at: " + e.getMessage(), e);
    }
  }

  @Override
  public SortedMap<String, FileNode> children(FilePath path) {
    TreeMap<String, FileNode> children = new TreeMap<>();
    if (view.leftAlone.covers(path)) {
      return children;
    }
    try {
      Optional<DirectoryHandle> found = root.findDirectory(path, view.mounts);
      if (found.isPresent()) {
        try (DirectoryHandle directory = found.get()) {
          read(directory, path, children);
        }
      }
      return children;
    } catch (IOException e) {
      throw new EnvironmentFailure(path + " could not be listed: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() throws IOException {
    root.close();
  }

  private void read(DirectoryHandle directory, FilePath path, SortedMap<String, FileNode> into)
      throws IOException {
    FileStatus own = directory.self().status();
    for (String name : directory.names()) {
      FilePath child = path.child(name);
      Optional<FileStatus> found = directory.status(name);
      if (found.isEmpty()
          || view.leftAlone.covers(child)
          || !(view.mounts || found.get().isOnMountOf(own))) {
        continue;
      }
      FileStatus status = found.get();
      SortedMap<String, String> xattrs =
          mayHaveXattrs(status) ? directory.xattrs(name, view.xattrs) : new TreeMap<>();
      String target = status.type() == FileStatus.Type.SYMLINK ? directory.linkTarget(name) : "";
      into.put(name, node(child, status, xattrs, target));
    }
  }

  /** The kernel allows users' attributes and capabilities for these only. */
  private static boolean mayHaveXattrs(FileStatus status) {
    return status.type() == FileStatus.Type.REGULAR || status.isDirectory();
  }

  private FileNode node(
      FilePath path, FileStatus status, SortedMap<String, String> xattrs, String target) {
    FileMetadata metadata =
        new FileMetadata(
            status.permissions(), status.uid(), status.gid(), status.modified(), xattrs);
    Optional<InodeId> shared =
        status.links() > 1
            ? Optional.of(new InodeId(status.device(), status.inode()))
            : Optional.empty();
    return switch (status.type()) {
      case REGULAR -> new FileNode.RegularFile(metadata, status.size(), content(path), shared);
      case DIRECTORY -> new FileNode.Directory(metadata);
      case SYMLINK -> new FileNode.Symlink(metadata, target, shared);
      case CHARACTER_DEVICE -> special(metadata, Kind.CHARACTER_DEVICE, status, shared);
      case BLOCK_DEVICE -> special(metadata, Kind.BLOCK_DEVICE, status, shared);
      case FIFO -> special(metadata, Kind.FIFO, status, shared);
      case SOCKET -> special(metadata, Kind.SOCKET, status, shared);
    };
  }

  private FileContent content(FilePath path) {
    return () -> new FileInput(root.openFile(path));
  }

  private static FileNode special(
      FileMetadata metadata, Kind kind, FileStatus status, Optional<InodeId> shared) {
    return new FileNode.Special(metadata, kind, status.major(), status.minor(), shared);
  }
}
