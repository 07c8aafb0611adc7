package dev.kaniko.adapters.rootfs.root.inplace;

import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.ports.rootfs.RootMount;
import java.nio.file.Path;
import java.util.Set;

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
}
