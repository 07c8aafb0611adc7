package dev.kaniko.adapters.rootfs.mount;

import dev.kaniko.adapters.rootfs.linux.DirectoryHandle;
import dev.kaniko.adapters.rootfs.linux.Errno;
import dev.kaniko.adapters.rootfs.linux.ErrnoException;
import dev.kaniko.adapters.rootfs.linux.FileStatus;
import dev.kaniko.adapters.rootfs.tree.DirectoryTree;
import dev.kaniko.adapters.rootfs.tree.write.TreeRemoval;
import dev.kaniko.adapters.rootfs.tree.write.TreeRemoval.Survivors;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.ports.command.CommandMount.Kept;
import dev.kaniko.ports.failure.EnvironmentFailure;
import java.io.IOException;
import java.util.Optional;

/**
 * A directory that outlives the command, lent to a root in which nothing can be mounted: moved
 * there and back where both are on one file system, otherwise copied there and back.
 */
final class KeptDirectory {
  private final Kept mount;
  private final FileCopy copy;
  private boolean moved;

  /** What lies at the target, so that it is known again. */
  private Optional<FileStatus> placed = Optional.empty();

  KeptDirectory(Kept mount, FileCopy copy) {
    this.mount = mount;
    this.copy = copy;
  }

  void place(DirectoryHandle to, String name) throws IOException {
    String own = ownName();
    try (DirectoryHandle home = DirectoryHandle.open(mount.directory().getParent())) {
      moved = !mount.readOnly() && move(home, own, to, name);
      if (!moved) {
        copy.make(new DirectoryTree(home), FilePath.ROOT.child(own), to, name);
      }
    }
    placed = to.status(name);
  }

  private static boolean move(DirectoryHandle from, String name, DirectoryHandle to, String newName)
      throws IOException {
    try {
      from.rename(name, to, newName);
      return true;
    } catch (ErrnoException e) {
      if (e.is(Errno.EXDEV)) {
        return false;
      }
      throw e;
    }
  }

  /** Nothing of it is left at the target if it was moved; a copy is still there. */
  void takeBack(DirectoryHandle from, String name, FilePath target) throws IOException {
    if (placed.isEmpty() || mount.readOnly()) {
      return;
    }
    boolean isThere = from.status(name).filter(now -> now.isSameFile(placed.get())).isPresent();
    if (!isThere) {
      throw new EnvironmentFailure(
          "the command has moved or removed " + target + ", where a cache was mounted",
          "change what is in the cache, and leave its directory where it is");
    }
    try (DirectoryHandle home = DirectoryHandle.open(mount.directory().getParent())) {
      if (moved) {
        from.rename(name, home, ownName());
      } else if (!Thread.currentThread().isInterrupted()) {
        replace(home, from, name);
      }
    }
  }

  /** A build that is told to end has no time to copy: then the cache stays as it was. */
  private void replace(DirectoryHandle home, DirectoryHandle from, String name) throws IOException {
    String fresh = ownName() + ".new";
    TreeRemoval.remove(home, fresh, FilePath.ROOT.child(fresh), Survivors.NONE);
    copy.make(new DirectoryTree(from), FilePath.ROOT.child(name), home, fresh);
    TreeRemoval.remove(home, ownName(), FilePath.ROOT.child(ownName()), Survivors.NONE);
    home.rename(fresh, home, ownName());
  }

  private String ownName() {
    return mount.directory().getFileName().toString();
  }
}
