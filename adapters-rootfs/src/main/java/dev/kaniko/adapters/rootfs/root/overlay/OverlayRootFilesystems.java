package dev.kaniko.adapters.rootfs.root.overlay;

import dev.kaniko.adapters.rootfs.linux.DirectoryHandle;
import dev.kaniko.adapters.rootfs.root.ImageUnpacker;
import dev.kaniko.adapters.rootfs.root.LayerDecoder;
import dev.kaniko.adapters.rootfs.root.WorkDirectory;
import dev.kaniko.adapters.rootfs.root.overlay.StackLayer.Base;
import dev.kaniko.adapters.rootfs.tree.DirectoryTree;
import dev.kaniko.adapters.rootfs.tree.write.SkippedContent;
import dev.kaniko.domain.filesystem.FileTree;
import dev.kaniko.domain.filesystem.LayerEntry;
import dev.kaniko.domain.image.ChainId;
import dev.kaniko.domain.image.Digest;
import dev.kaniko.ports.failure.EnvironmentFailure;
import dev.kaniko.ports.layer.ImageLayer;
import dev.kaniko.ports.rootfs.RootFilesystem;
import dev.kaniko.ports.rootfs.RootFilesystems;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Roots made of overlays. Base images are unpacked once and kept in the work directory; a command's
 * changes cost what was changed and not what is there. Needs {@link OverlaySupport}.
 */
public final class OverlayRootFilesystems implements RootFilesystems {
  private final WorkDirectory work;
  private final SkippedContent skipped;
  private final ImageUnpacker unpacker;
  private final Map<String, BaseDirectory> bases = new ConcurrentHashMap<>();
  private final Queue<DirectoryTree> opened = new ConcurrentLinkedQueue<>();

  /**
   * @param work taken over: closed with this
   * @param warnings hears sentences for the user
   */
  public OverlayRootFilesystems(
      WorkDirectory work, LayerDecoder decoder, Consumer<String> warnings) {
    this.work = work;
    this.skipped = new SkippedContent(warnings);
    this.unpacker = new ImageUnpacker(decoder, skipped);
    removeIncompleteBases();
  }

  @Override
  public boolean allowsParallelStages() {
    return true;
  }

  @Override
  public boolean changesStayReadable() {
    return true;
  }

  @Override
  public RootFilesystem fromLayers(List<ImageLayer> layers) {
    return new OverlayRoot(this, new Base(base(layers)));
  }

  @Override
  public RootFilesystem fork(RootFilesystem parent) {
    if (!(parent instanceof OverlayRoot root)) {
      throw new IllegalArgumentException("not a root of these: " + parent);
    }
    return new OverlayRoot(this, root.settled());
  }

  @Override
  public void close() {
    try (work) {
      for (Closeable tree = opened.poll(); tree != null; tree = opened.poll()) {
        tree.close();
      }
      for (BaseDirectory base : bases.values()) {
        base.close();
      }
      bases.clear();
    } catch (IOException e) {
      throw new EnvironmentFailure("the work directory cannot be left: " + e.getMessage(), e);
    }
  }

  /** A directory of this build that overlayfs takes as a layer. */
  Path makeLayer(List<LayerEntry> entries, FileTree below) throws IOException {
    Path directory = work.newDirectory();
    try (DirectoryHandle handle = DirectoryHandle.open(directory);
        OverlayLayerWriter writer = new OverlayLayerWriter(handle, below, entries, skipped)) {
      writer.write(entries);
    }
    return directory;
  }

  Path newDirectory() throws IOException {
    return work.newDirectory();
  }

  SkippedContent skipped() {
    return skipped;
  }

  DirectoryTree openUntilTheEnd(Path directory) throws IOException {
    DirectoryTree tree = new DirectoryTree(DirectoryHandle.open(directory));
    opened.add(tree);
    return tree;
  }

  private BaseDirectory base(List<ImageLayer> layers) {
    List<Digest> diffIds = layers.stream().map(ImageLayer::diffId).toList();
    String name = diffIds.isEmpty() ? "scratch" : ChainId.of(diffIds).hex();
    return bases.computeIfAbsent(
        name, _ -> new BaseDirectory(work.bases().resolve(name), layers, unpacker));
  }

  private void removeIncompleteBases() {
    try (Stream<Path> found = Files.list(work.bases())) {
      for (Path place : found.filter(Files::isDirectory).toList()) {
        BaseDirectory.removeIfIncomplete(place);
      }
    } catch (IOException e) {
      throw new EnvironmentFailure("the work directory cannot be read: " + e.getMessage(), e);
    }
  }
}
