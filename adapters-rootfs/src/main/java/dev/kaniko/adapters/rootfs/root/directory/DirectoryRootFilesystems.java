package dev.kaniko.adapters.rootfs.root.directory;

import dev.kaniko.adapters.rootfs.root.ImageUnpacker;
import dev.kaniko.adapters.rootfs.root.LayerDecoder;
import dev.kaniko.adapters.rootfs.tree.write.SkippedContent;
import dev.kaniko.ports.failure.EnvironmentFailure;
import dev.kaniko.ports.layer.ImageLayer;
import dev.kaniko.ports.rootfs.RootFilesystem;
import dev.kaniko.ports.rootfs.RootFilesystems;
import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/**
 * Roots that are plain directories: they need no right but that of a file's owner to everything. A
 * command's changes cost a walk over all files, and a root that starts from another one a copy.
 */
public final class DirectoryRootFilesystems implements RootFilesystems {
  private final Dwellings dwellings;
  private final SkippedContent skipped;
  private final ImageUnpacker unpacker;
  private final Queue<DirectoryRoot> made = new ConcurrentLinkedQueue<>();

  /**
   * @param dwellings taken over: closed with this
   * @param warnings hears sentences for the user
   */
  public DirectoryRootFilesystems(
      Dwellings dwellings, LayerDecoder decoder, Consumer<String> warnings) {
    this.dwellings = dwellings;
    this.skipped = new SkippedContent(warnings);
    this.unpacker = new ImageUnpacker(decoder, skipped);
  }

  @Override
  public boolean allowsParallelStages() {
    return dwellings.severalAtOnce();
  }

  @Override
  public boolean changesStayReadable() {
    return false;
  }

  @Override
  public RootFilesystem fromLayers(List<ImageLayer> layers) {
    return kept(
        new DirectoryRoot(
            new Origin.Image(List.copyOf(layers)), List.of(), dwellings, unpacker, skipped));
  }

  @Override
  public RootFilesystem fork(RootFilesystem parent) {
    if (!(parent instanceof DirectoryRoot root)) {
      throw new IllegalArgumentException("not a root of these: " + parent);
    }
    return kept(root.fork());
  }

  @Override
  public void close() {
    try (dwellings) {
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
}
