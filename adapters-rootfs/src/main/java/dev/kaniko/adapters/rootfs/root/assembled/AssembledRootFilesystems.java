package dev.kaniko.adapters.rootfs.root.assembled;

import dev.kaniko.adapters.rootfs.root.ImageUnpacker;
import dev.kaniko.adapters.rootfs.root.WorkDirectory;
import dev.kaniko.domain.filesystem.FileTree;
import dev.kaniko.domain.image.Digest;
import dev.kaniko.ports.failure.EnvironmentFailure;
import dev.kaniko.ports.layer.ImageLayer;
import dev.kaniko.ports.rootfs.RootFilesystem;
import dev.kaniko.ports.rootfs.RootFilesystems;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Roots of which nothing but the contents of files is on a disk. Needs no right at all. */
public final class AssembledRootFilesystems implements RootFilesystems {
  private final WorkDirectory work;
  private final ImageUnpacker unpacker;
  private final Map<List<Digest>, Base> bases = new ConcurrentHashMap<>();

  /**
   * @param work taken over: closed with this
   */
  public AssembledRootFilesystems(WorkDirectory work, ImageUnpacker unpacker) {
    this.work = work;
    this.unpacker = unpacker;
  }

  @Override
  public boolean allowsParallelStages() {
    return true;
  }

  @Override
  public boolean changesStayReadable() {
    return false;
  }

  @Override
  public RootFilesystem fromLayers(List<ImageLayer> layers) {
    List<Digest> diffIds = layers.stream().map(ImageLayer::diffId).toList();
    Base base = bases.computeIfAbsent(diffIds, _ -> new Base(List.copyOf(layers)));
    return new AssembledRoot(base::tree, List.of());
  }

  @Override
  public RootFilesystem fork(RootFilesystem parent) {
    if (!(parent instanceof AssembledRoot root)) {
      throw new IllegalArgumentException("not a root of these: " + parent);
    }
    return root.fork();
  }

  @Override
  public void close() {
    try {
      work.close();
    } catch (IOException e) {
      throw new EnvironmentFailure("the work directory cannot be left: " + e.getMessage(), e);
    }
  }

  /** An image, read once for all stages that start from it, when the first of them looks. */
  private final class Base {
    private final List<ImageLayer> layers;
    private FileTree read;

    Base(List<ImageLayer> layers) {
      this.layers = layers;
    }

    synchronized FileTree tree() {
      if (read == null) {
        try {
          read = SpooledTree.read(layers, unpacker, work.newDirectory());
        } catch (IOException e) {
          throw new EnvironmentFailure("a base could not be read: " + e.getMessage(), e);
        }
      }
      return read;
    }
  }
}
