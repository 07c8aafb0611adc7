package dev.kaniko.adapters.rootfs.root.inplace;

import dev.kaniko.adapters.rootfs.root.WorkDirectory;
import dev.kaniko.adapters.rootfs.tree.LeftAlone;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.ports.rootfs.RootMount;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/**
 * The place in which roots take turns. What is in it is removed, but for what is kept.
 *
 * @param directory of the machine
 * @param mount what a command runner is told
 * @param kept paths inside of it that are not the image's: they are neither seen nor touched, nor
 *     is anything below them. What is mounted somewhere below the directory is kept as well
 */
public record Pod(Path directory, RootMount mount, Set<FilePath> kept) {
  public Pod {
    kept = Set.copyOf(kept);
  }

  /** The root directory of this very process. */
  public static Pod ofThisProcess(Set<FilePath> kept) {
    return new Pod(Path.of("/"), new RootMount.InPlace(), kept);
  }

  /**
   * What is kept, what is mounted in the pod now, and the build's own files.
   *
   * @param work kept if it is in the pod
   */
  public LeftAlone leftAlone(WorkDirectory work) throws IOException {
    FilePath top = FilePath.ofText(directory.toAbsolutePath().normalize().toString());
    Set<FilePath> all = new TreeSet<>(kept);
    all.addAll(MountPoints.below(top));
    FilePath own = FilePath.ofText(work.directory().toRealPath().toString());
    if (own.isAtOrBelow(top)) {
      all.add(FilePath.of(own.relativeTo(top)));
    }
    return LeftAlone.of(all);
  }
}
