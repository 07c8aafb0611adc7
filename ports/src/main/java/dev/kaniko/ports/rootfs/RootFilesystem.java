package dev.kaniko.ports.rootfs;

import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.filesystem.FileTree;
import dev.kaniko.domain.filesystem.LayerEntry;
import dev.kaniko.ports.rootfs.CommandRunner.Obstacle;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The file system of one stage. Used by one thread at a time.
 *
 * <p>Changes come in two ways: entries that were planned (COPY, ADD, WORKDIR) are {@link #lay laid}
 * over it, which costs nothing until a command needs them; commands change it directly, between
 * {@link #mount} and {@link #changes}.
 */
public interface RootFilesystem extends AutoCloseable {

  /** The files as they are now. Valid until the next change of this root. */
  FileTree tree();

  /**
   * Lays the entries of one layer on top. Their contents may be read until the build ends.
   *
   * @param entries in the order of their paths; the directory that holds an entry is an entry
   *     before it, or is there already
   */
  void lay(List<LayerEntry> entries);

  /**
   * Why no command could run in this root as it is, however the command; empty when nothing is in
   * the way. Nothing is changed by asking.
   */
  default Optional<Obstacle> obstacle() {
    return Optional.empty();
  }

  /**
   * Makes everything laid so far real, and tells a {@link CommandRunner} what to make its root.
   * What it gives can be used until {@link #changes} or another method here is called.
   */
  default RootMount mount() {
    return mount(Set.of());
  }

  /**
   * As {@link #mount()}, for a command with mounts.
   *
   * @param covered paths free of links that something else is mounted on meanwhile: the command
   *     does not reach what the root has at and below them, so that nothing of it is changed
   */
  RootMount mount(Set<FilePath> covered);

  /**
   * What commands have changed since the last {@link #mount}, as the entries of a layer: parents
   * included, nothing of what the runner itself put there. Asked once for a mount.
   *
   * <p>The contents may be read until the build ends, or only until the next {@link #mount}: {@link
   * RootFilesystems#changesStayReadable} tells.
   *
   * @throws dev.kaniko.ports.failure.UnsafeContentFailure when something was made that no layer can
   *     hold
   */
  List<LayerEntry> changes();

  @Override
  void close();
}
