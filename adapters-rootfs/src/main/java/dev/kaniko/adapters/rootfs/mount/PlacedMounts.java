package dev.kaniko.adapters.rootfs.mount;

import dev.kaniko.adapters.rootfs.linux.DirectoryHandle;
import dev.kaniko.adapters.rootfs.root.inplace.MountPoints;
import dev.kaniko.adapters.rootfs.tree.DirectoryTree;
import dev.kaniko.adapters.rootfs.tree.write.SkippedContent;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.filesystem.PathResolver;
import dev.kaniko.ports.command.CommandMount;
import dev.kaniko.ports.failure.EnvironmentFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Mounts of one command where nothing can be mounted: what the root has at a mount's target is
 * moved aside, and copied files, a moved directory or a new file take its place. Closing this puts
 * everything back as it was, times included.
 *
 * <p>All that is done, and undone, goes by descriptors of directories that were reached without
 * links, so that nothing a command does leads it elsewhere.
 */
public final class PlacedMounts implements AutoCloseable {
  private final DirectoryHandle root;
  private final PlacedMount.Surroundings surroundings;
  private final Set<FilePath> mountPoints;
  private final Set<FilePath> own;
  private final Deque<PlacedMount> placed = new ArrayDeque<>();

  private PlacedMounts(
      PlacedMount.Surroundings surroundings, Set<FilePath> mountPoints, Set<FilePath> own) {
    this.root = surroundings.root();
    this.surroundings = surroundings;
    this.mountPoints = mountPoints;
    this.own = own;
  }

  /**
   * Puts everything in place.
   *
   * @param top the root
   * @param aside an empty directory for what has to make room, best on the root's file system
   * @param own paths of the root that are the builder's
   */
  public static PlacedMounts place(
      List<CommandMount> mounts, Path top, Path aside, Set<FilePath> own, SkippedContent skipped) {
    try {
      Set<FilePath> mountPoints =
          mounts.isEmpty() ? Set.of() : MountPoints.below(FilePath.ofText(top.toString()));
      PlacedMount.Surroundings surroundings =
          new PlacedMount.Surroundings(
              DirectoryHandle.open(top), top, aside, new FileCopy(skipped));
      PlacedMounts all = new PlacedMounts(surroundings, mountPoints, own);
      boolean complete = false;
      try {
        all.placeAll(mounts);
        complete = true;
        return all;
      } finally {
        if (!complete) {
          all.close();
        }
      }
    } catch (IOException e) {
      throw new EnvironmentFailure("a mount cannot be put in place: " + e.getMessage(), e);
    }
  }

  private void placeAll(List<CommandMount> mounts) throws IOException {
    for (CommandMount mount : GivenMounts.outermostFirst(mounts)) {
      FilePath target = new PathResolver(new DirectoryTree(root)).resolve(mount.target());
      requireRoom(target);
      PlacedMount one = new PlacedMount(surroundings, target, mount);
      placed.push(one);
      one.place(placed.size());
    }
  }

  private void requireRoom(FilePath target) {
    Optional<FilePath> inTheWay =
        Stream.concat(
                mountPoints.stream().filter(path -> path.isAtOrBelow(target)),
                own.stream().filter(path -> path.isAtOrBelow(target) || target.isAtOrBelow(path)))
            .findFirst();
    if (inTheWay.isPresent()) {
      throw new EnvironmentFailure(
          "RUN --mount: nothing can be put at "
              + target
              + " in place, since this container has something of its own at "
              + inTheWay.get(),
          "choose another target, or let the container have CAP_SYS_ADMIN for real mounts");
    }
  }

  @Override
  public void close() {
    Optional<Exception> failure = Optional.empty();
    while (!placed.isEmpty()) {
      try {
        placed.pop().remove();
      } catch (IOException | EnvironmentFailure e) {
        failure = Optional.of(failure.orElse(e));
      }
    }
    try {
      root.close();
    } catch (IOException e) {
      failure = Optional.of(failure.orElse(e));
    }
    if (failure.isPresent()) {
      throw failure.get() instanceof EnvironmentFailure environment
          ? environment
          : new EnvironmentFailure(
              "a mount cannot be taken away: " + failure.get().getMessage(),
              Optional.empty(),
              failure.get());
    }
  }
}
