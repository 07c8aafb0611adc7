package dev.kaniko.adapters.rootfs.root.directory;

import dev.kaniko.adapters.rootfs.root.ImageUnpacker;
import dev.kaniko.adapters.rootfs.root.LayerDecoder;
import dev.kaniko.adapters.rootfs.root.WorkDirectory;
import dev.kaniko.adapters.rootfs.tree.LeftAlone;
import dev.kaniko.adapters.rootfs.tree.write.SkippedContent;
import dev.kaniko.ports.failure.EnvironmentFailure;
import dev.kaniko.ports.layer.ImageLayer;
import dev.kaniko.ports.rootfs.RootFilesystem;
import dev.kaniko.ports.rootfs.RootFilesystems;
import dev.kaniko.ports.rootfs.RootMount;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/**
 * Roots that are plain directories: they need no right but that of a file's owner to everything. A
 * command's changes cost a walk over all files, and a root that starts from another one a copy.
 */
public final class DirectoryRootFilesystems implements RootFilesystems {
  private final WorkDirectory work;
  private final SkippedContent skipped;
  private final ImageUnpacker unpacker;
  private final Queue<DirectoryRoot> made = new ConcurrentLinkedQueue<>();

  /**
   * @param work taken over: closed with this
   * @param warnings hears sentences for the user
   */
  public DirectoryRootFilesystems(
      WorkDirectory work, LayerDecoder decoder, Consumer<String> warnings) {
    this.work = work;
    this.skipped = new SkippedContent(warnings);
    this.unpacker = new ImageUnpacker(decoder, skipped);
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
    return kept(
        new DirectoryRoot(
            new Origin.Image(List.copyOf(layers)), List.of(), this::newPlace, unpacker, skipped));
  }

  @Override
  public RootFilesystem fork(RootFilesystem parent) {
    if (!(parent instanceof DirectoryRoot root)) {
      throw new IllegalArgumentException("not a root of these: " + parent);
    }
    return kept(root.fork(this::newPlace));
  }

  @Override
  public void close() {
    try (work) {
      for (DirectoryRoot root = made.poll(); root != null; root = made.poll()) {
        root.release();
      }
    } catch (IOException e) {
      throw new EnvironmentFailure("the work directory cannot be left: " + e.getMessage(), e);
    }
  }

  private DirectoryRoot kept(DirectoryRoot root) {
    made.add(root);
    return root;
  }

  private RootPlace newPlace() {
    try {
      Path directory = work.newDirectory();
      return new RootPlace(directory, LeftAlone.NOTHING, new RootMount.Directory(directory));
    } catch (IOException e) {
      throw new EnvironmentFailure("a root could not be made: " + e.getMessage(), e);
    }
  }
}
