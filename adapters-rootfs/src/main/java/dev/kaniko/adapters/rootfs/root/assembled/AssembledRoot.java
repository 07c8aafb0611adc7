package dev.kaniko.adapters.rootfs.root.assembled;

import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.filesystem.FileTree;
import dev.kaniko.domain.filesystem.LayerEntry;
import dev.kaniko.domain.filesystem.LayeredTree;
import dev.kaniko.ports.failure.EnvironmentFailure;
import dev.kaniko.ports.rootfs.RootFilesystem;
import dev.kaniko.ports.rootfs.RootMount;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** A base as it was read, and what was laid over it. */
final class AssembledRoot implements RootFilesystem {
  private final Supplier<FileTree> base;
  private final List<List<LayerEntry>> laid;

  /**
   * @param base is asked when somebody looks
   */
  AssembledRoot(Supplier<FileTree> base, List<List<LayerEntry>> laid) {
    this.base = base;
    this.laid = new ArrayList<>(laid);
  }

  @Override
  public FileTree tree() {
    return LayeredTree.of(base.get(), laid);
  }

  @Override
  public void lay(List<LayerEntry> entries) {
    if (!entries.isEmpty()) {
      laid.add(List.copyOf(entries));
    }
  }

  AssembledRoot fork() {
    return new AssembledRoot(base, laid);
  }

  @Override
  public RootMount mount(Set<FilePath> covered) {
    throw new EnvironmentFailure(
        "no command can be run over files that are not on a disk",
        "let the executor run as root in its own image");
  }

  @Override
  public List<LayerEntry> changes() {
    throw new IllegalStateException("changes are asked once for a mount");
  }

  /** The files of the base stay readable until the build ends. */
  @Override
  public void close() {}
}
