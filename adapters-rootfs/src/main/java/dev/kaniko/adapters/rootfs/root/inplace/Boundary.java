package dev.kaniko.adapters.rootfs.root.inplace;

import dev.kaniko.adapters.rootfs.linux.DirectoryHandle;
import dev.kaniko.adapters.rootfs.linux.FileStatus;
import dev.kaniko.adapters.rootfs.tree.LeftAlone;
import dev.kaniko.domain.filesystem.FileNode;
import dev.kaniko.domain.filesystem.FileNode.Directory;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.filesystem.FileTree;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What of one root is in the pod, and what waits elsewhere as long as it is there.
 *
 * @param kept paths of the pod that are no root's
 * @param leftAlone these and the stand-ins. Files that the root has there wait
 * @param shells directories of the root that hold something left alone: they are in the pod with
 *     the pod's own directory of that name, as one. Where the root has no such directory, the pod's
 *     is not the root's either, unless a command puts something into it
 * @param standIns directories of the pod that hold something kept, in the place of something else
 *     of the root, a link for one. What commands put into them is not the root's
 */
record Boundary(LeftAlone kept, LeftAlone leftAlone, Set<FilePath> shells, Set<FilePath> standIns) {
  Boundary {
    shells = Set.copyOf(shells);
    standIns = Set.copyOf(standIns);
  }

  /**
   * @param kept what is left alone for any root
   * @param root the root's files
   * @param pod the files of the pod
   */
  static Boundary between(LeftAlone kept, FileTree root, FileTree pod) {
    Set<FilePath> shells = new TreeSet<>();
    Set<FilePath> standIns = new TreeSet<>();
    for (FilePath path : kept.paths()) {
      for (FilePath above : path.ancestors()) {
        Optional<FileNode> node = root.lookup(above);
        if (node.filter(Directory.class::isInstance).isPresent()) {
          shells.add(above);
        } else if (node.isPresent() && isDirectory(pod, above)) {
          // A link where the pod has a directory with a mount in it, /var/run for one.
          standIns.add(above);
        }
      }
    }
    return new Boundary(kept, kept.with(standIns), shells, standIns);
  }

  private static boolean isDirectory(FileTree tree, FilePath path) {
    return tree.lookup(path).filter(Directory.class::isInstance).isPresent();
  }

  boolean isShell(FilePath path) {
    return shells.contains(path);
  }

  /** Whether a directory that holds something left alone holds anything of the root as well. */
  boolean holdsFiles(DirectoryHandle directory, FilePath path) throws IOException {
    for (String name : directory.names()) {
      FilePath child = path.child(name);
      if (leftAlone.covers(child)) {
        continue;
      }
      boolean directoryWithMore =
          leftAlone.hasSomeBelow(child)
              && directory.status(name).filter(FileStatus::isDirectory).isPresent();
      if (!directoryWithMore) {
        return true;
      }
      try (DirectoryHandle inside = directory.directory(name).orElseThrow()) {
        if (isShell(child) || holdsFiles(inside, child)) {
          return true;
        }
      }
    }
    return false;
  }
}
