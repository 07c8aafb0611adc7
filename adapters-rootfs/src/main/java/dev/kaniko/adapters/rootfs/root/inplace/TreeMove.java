package dev.kaniko.adapters.rootfs.root.inplace;

import dev.kaniko.adapters.rootfs.linux.DirectoryHandle;
import dev.kaniko.adapters.rootfs.linux.Errno;
import dev.kaniko.adapters.rootfs.linux.ErrnoException;
import dev.kaniko.adapters.rootfs.linux.FileStatus;
import dev.kaniko.adapters.rootfs.root.TreeEntries;
import dev.kaniko.adapters.rootfs.tree.DirectoryTree;
import dev.kaniko.adapters.rootfs.tree.write.LayerApplier;
import dev.kaniko.adapters.rootfs.tree.write.SkippedContent;
import dev.kaniko.adapters.rootfs.tree.write.TreeRemoval;
import dev.kaniko.adapters.rootfs.tree.write.TreeRemoval.Survivors;
import dev.kaniko.adapters.rootfs.tree.write.TreeWriter;
import dev.kaniko.domain.filesystem.FileMetadata;
import dev.kaniko.domain.filesystem.FileNode.Directory;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.filesystem.FileTree;
import dev.kaniko.domain.filesystem.LayerEntry;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Moves the files of a root between the directory where it waits and the pod, but for what is left
 * alone in the pod.
 *
 * <p>Directories are renamed as a whole, which costs nothing; only those that hold something that
 * is left alone are gone into, and stay behind as shells. Where nothing can be renamed, between
 * file systems, all is copied.
 */
final class TreeMove {
  /** What a directory of the pod is like that holds nothing but what is left alone. */
  private static final FileMetadata BARE = FileMetadata.ofRoot(0755, Instant.EPOCH);

  private final DirectoryHandle waiting;
  private final Boundary boundary;
  private final SkippedContent skipped;
  private final Map<FilePath, FileMetadata> entered = new TreeMap<>();
  private boolean renamedSome;

  private TreeMove(DirectoryHandle waiting, Boundary boundary, SkippedContent skipped) {
    this.waiting = waiting;
    this.boundary = boundary;
    this.skipped = skipped;
  }

  /** Into the pod, which holds nothing but what is left alone. */
  static void in(
      DirectoryHandle waiting, DirectoryHandle pod, Boundary boundary, SkippedContent skipped)
      throws IOException {
    TreeMove move = new TreeMove(waiting, boundary, skipped);
    if (!move.rename(waiting, pod)) {
      move.copy(new DirectoryTree(waiting), pod, waiting);
    }
    move.write(pod, move.entered);
  }

  /**
   * Out of the pod again.
   *
   * @param tree the files of the root, as they are in the pod
   */
  static void out(
      FileTree tree,
      DirectoryHandle waiting,
      DirectoryHandle pod,
      Boundary boundary,
      SkippedContent skipped)
      throws IOException {
    TreeMove move = new TreeMove(waiting, boundary, skipped);
    if (!move.rename(pod, waiting)) {
      move.copy(tree, waiting, pod);
    }
    move.write(waiting, move.entered);
    move.entered.replaceAll((path, _) -> BARE);
    move.write(pod, move.entered);
  }

  /** False when the two are on different file systems; nothing was done then. */
  private boolean rename(DirectoryHandle from, DirectoryHandle to) throws IOException {
    try {
      renameEntries(from, to, FilePath.ROOT);
      return true;
    } catch (ErrnoException e) {
      if (!e.is(Errno.EXDEV) || renamedSome) {
        throw e;
      }
      entered.clear();
      return false;
    }
  }

  private void renameEntries(DirectoryHandle from, DirectoryHandle to, FilePath path)
      throws IOException {
    entered.put(path, metadataOf(from));
    List<String> names = from.names();
    for (String name : names) {
      FilePath child = path.child(name);
      if (boundary.leftAlone().covers(child)) {
        continue;
      }
      if (boundary.leftAlone().hasSomeBelow(child) && isDirectory(from, name)) {
        renameInside(from, to, child);
      } else {
        from.rename(name, to);
        renamedSome = true;
      }
    }
    removeShellsWithout(names, to, path);
  }

  private void renameInside(DirectoryHandle from, DirectoryHandle to, FilePath path)
      throws IOException {
    try (DirectoryHandle inside = from.directory(path.name()).orElseThrow()) {
      if (!boundary.isShell(path) && !boundary.holdsFiles(inside, path)) {
        return;
      }
      to.makeDirectory(path.name());
      try (DirectoryHandle into = to.directory(path.name()).orElseThrow()) {
        renameEntries(inside, into, path);
      }
    }
  }

  /** A directory that stayed behind as a shell is removed when a command has removed it. */
  private void removeShellsWithout(List<String> names, DirectoryHandle to, FilePath path)
      throws IOException {
    for (String name : to.names()) {
      if (to == waiting && boundary.isShell(path.child(name)) && !names.contains(name)) {
        TreeRemoval.remove(to, name, path.child(name), Survivors.NONE);
      }
    }
  }

  private void copy(FileTree tree, DirectoryHandle to, DirectoryHandle from) throws IOException {
    List<LayerEntry> entries =
        TreeEntries.of(tree).stream()
            .filter(entry -> !boundary.leftAlone().covers(entry.path()))
            .toList();
    try (TreeWriter writer = new TreeWriter(to, boundary.leftAlone(), skipped)) {
      new LayerApplier(writer).apply(entries);
      writer.finish();
    }
    try (TreeWriter writer = new TreeWriter(from, boundary.leftAlone(), skipped)) {
      writer.clear(FilePath.ROOT, Survivors.NONE);
    }
  }

  private void write(DirectoryHandle root, Map<FilePath, FileMetadata> directories)
      throws IOException {
    try (TreeWriter writer = new TreeWriter(root, boundary.leftAlone(), skipped)) {
      for (Map.Entry<FilePath, FileMetadata> directory : directories.entrySet()) {
        writer.directory(directory.getKey(), directory.getValue());
      }
      writer.finish();
    }
  }

  private static boolean isDirectory(DirectoryHandle parent, String name) throws IOException {
    return parent.status(name).filter(FileStatus::isDirectory).isPresent();
  }

  private static FileMetadata metadataOf(DirectoryHandle directory) {
    return new DirectoryTree(directory)
        .lookup(FilePath.ROOT)
        .map(Directory.class::cast)
        .map(Directory::metadata)
        .orElseThrow();
  }
}
