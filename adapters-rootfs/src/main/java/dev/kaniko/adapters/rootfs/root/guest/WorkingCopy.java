package dev.kaniko.adapters.rootfs.root.guest;

import dev.kaniko.adapters.rootfs.linux.DirectoryHandle;
import dev.kaniko.adapters.rootfs.linux.FileHandle;
import dev.kaniko.adapters.rootfs.linux.FileStatus;
import dev.kaniko.adapters.rootfs.root.TreeEntries;
import dev.kaniko.adapters.rootfs.root.directory.FileIdentity;
import dev.kaniko.adapters.rootfs.root.directory.MetadataIndex;
import dev.kaniko.adapters.rootfs.tree.DirectoryTree;
import dev.kaniko.adapters.rootfs.tree.DirectoryTree.View;
import dev.kaniko.adapters.rootfs.tree.write.LayerApplier;
import dev.kaniko.adapters.rootfs.tree.write.SkippedContent;
import dev.kaniko.adapters.rootfs.tree.write.TreeRemoval;
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
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The copy of one root's files that lies in the pod for commands. */
final class WorkingCopy {
  private static final int OPEN_TO_LIST = 0500;

  private final DirectoryHandle pod;
  private final Fixtures fixtures;
  private final SkippedContent skipped;

  /**
   * @param pod stays the caller's
   */
  WorkingCopy(DirectoryHandle pod, Fixtures fixtures, SkippedContent skipped) {
    this.pod = pod;
    this.fixtures = fixtures;
    this.skipped = skipped;
  }

  /** Puts the files of an image in the place of whatever was there. */
  void replaceBy(FileTree image) throws IOException {
    clear();
    lay(TreeEntries.of(image), image);
  }

  /**
   * Lays one layer over the copy.
   *
   * @param image the image's files with that layer
   */
  void lay(List<LayerEntry> entries, FileTree image) throws IOException {
    OwnerRights.toChange().give(pod, fixtures);
    try (TreeWriter writer = new TreeWriter(pod, fixtures.leftAlone(), skipped)) {
      for (LayerEntry entry : entries) {
        switch (entry) {
          case Whiteout(FilePath path) -> writer.remove(path, fixtures::fate);
          case OpaqueWhiteout(FilePath path) -> writer.clear(path, fixtures::fate);
          case Present _, HardLink _ -> {}
        }
      }
      new LayerApplier(writer).apply(writable(entries));
      writer.finish();
    }
    closeDirectories(image, OPEN_TO_LIST);
  }

  /** What can be made in the pod, with directories that stay open until all is made. */
  private List<LayerEntry> writable(List<LayerEntry> entries) {
    List<LayerEntry> writable = new ArrayList<>();
    Map<FilePath, FilePath> firstNames = new HashMap<>();
    for (LayerEntry entry : entries) {
      if (!fixtures.leftAlone().covers(entry.path()) && !fixtures.isOfAnother(entry.path())) {
        switch (entry) {
          case Present(FilePath path, FileNode node) -> writable.add(new Present(path, open(node)));
          case HardLink(FilePath path, FilePath target, FileNode node) -> {
            // The first name may be left alone: then the next takes its place.
            FilePath first =
                fixtures.leftAlone().covers(target) ? firstNames.putIfAbsent(target, path) : target;
            writable.add(
                first == null
                    ? new Present(path, open(node))
                    : new HardLink(path, first, open(node)));
          }
          case Whiteout _, OpaqueWhiteout _ -> {}
        }
      }
    }
    return writable;
  }

  private FileNode open(FileNode node) {
    FileNode onDisk = fixtures.guest().onDisk(node);
    FileMetadata metadata = onDisk.metadata();
    return onDisk instanceof Directory
        ? onDisk.withMetadata(metadata.withMode(metadata.mode() | 0700))
        : onDisk;
  }

  /** Gives every directory the mode that commands shall find. */
  void closeDirectories(FileTree image) throws IOException {
    closeDirectories(image, 0);
  }

  /**
   * @param open bits that they have all the same
   */
  private void closeDirectories(FileTree image, int open) throws IOException {
    Deque<FilePath> found = new ArrayDeque<>();
    Deque<FilePath> ahead = new ArrayDeque<>();
    ahead.add(FilePath.ROOT);
    while (!ahead.isEmpty()) {
      FilePath path = ahead.removeLast();
      if (fixtures.leftAlone().covers(path)) {
        continue;
      }
      found.addFirst(path);
      image
          .children(path)
          .forEach(
              (name, node) -> {
                if (node instanceof Directory) {
                  ahead.addLast(path.child(name));
                }
              });
    }
    // The deepest first: what is below a directory that is closed can no longer be reached.
    for (FilePath path : found) {
      Optional<FileNode> node = image.lookup(path);
      if (node.isPresent() && !fixtures.isOfAnother(path)) {
        setMode(path, fixtures.guest().onDisk(node.get()).metadata().mode() | open);
      }
    }
  }

  private void setMode(FilePath path, int mode) throws IOException {
    Optional<FileHandle> found = pod.find(path, false);
    if (found.isPresent()) {
      try (FileHandle file = found.get()) {
        if (file.status().permissions() != mode) {
          file.setMode(mode);
        }
      }
    }
  }

  /** Lets the builder look at what a command must not look at. */
  void openToList() throws IOException {
    OwnerRights.toList().give(pod, fixtures);
  }

  /**
   * Lets the builder read what a command has made or left unreadable, and tells the modes it had.
   *
   * @param unchanged files that need not be read while they have these ctimes
   */
  Map<FileIdentity, Integer> openToRead(Map<FileIdentity, Long> unchanged) throws IOException {
    return OwnerRights.toRead(unchanged).give(pod, fixtures);
  }

  /** The files as they are in the pod, the guest's all of them. */
  FileTree tree() {
    return new DirectoryTree(pod, View.WHOLE.withLeftAlone(fixtures.leftAlone()).withoutMounts());
  }

  MetadataIndex index() throws IOException {
    return MetadataIndex.read(pod, fixtures.leftAlone());
  }

  /** Removes everything but the fixtures, which are as they were at first then. */
  void clear() throws IOException {
    OwnerRights.toChange().give(pod, fixtures);
    TreeRemoval.clear(pod, FilePath.ROOT, fixtures::fate);
    for (Map.Entry<FilePath, FileStatus> entry : fixtures.files().descendingMap().entrySet()) {
      restore(entry.getKey(), entry.getValue());
    }
  }

  private void restore(FilePath path, FileStatus first) throws IOException {
    if (!first.isDirectory() || fixtures.isOfAnother(path)) {
      return;
    }
    Optional<FileHandle> found = pod.find(path, false);
    if (found.isPresent()) {
      try (FileHandle file = found.get()) {
        file.setMode(first.permissions());
        file.setModified(first.modified());
      }
    }
  }
}
