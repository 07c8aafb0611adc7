package dev.kaniko.adapters.rootfs.root.inplace;

import dev.kaniko.adapters.rootfs.linux.DirectoryHandle;
import dev.kaniko.adapters.rootfs.root.ImageUnpacker;
import dev.kaniko.adapters.rootfs.root.directory.Dwelling;
import dev.kaniko.adapters.rootfs.root.directory.MetadataIndex;
import dev.kaniko.adapters.rootfs.tree.DirectoryTree;
import dev.kaniko.adapters.rootfs.tree.LeftAlone;
import dev.kaniko.adapters.rootfs.tree.write.LayerApplier;
import dev.kaniko.adapters.rootfs.tree.write.SkippedContent;
import dev.kaniko.adapters.rootfs.tree.write.TreeRemoval.Survivors;
import dev.kaniko.adapters.rootfs.tree.write.TreeWriter;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.filesystem.FileTree;
import dev.kaniko.domain.filesystem.LayerEntry;
import dev.kaniko.ports.layer.ImageLayer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The files of a root that waits in a directory, or has its turn in the pod. */
final class PodDwelling implements Dwelling {
  private final DirectoryHandle waiting;
  private final PodDwellings pod;
  private final LodgedTree tree;
  private Optional<Boundary> inPod = Optional.empty();

  /** What comes after the first files is of instructions. */
  private boolean filled;

  /**
   * @param waiting an empty directory; taken over
   */
  PodDwelling(DirectoryHandle waiting, PodDwellings pod) {
    this.waiting = waiting;
    this.pod = pod;
    this.tree = new LodgedTree(new DirectoryTree(waiting));
  }

  @Override
  public void unpack(List<ImageLayer> layers, ImageUnpacker unpacker) {
    unpacker.unpack(layers, waiting, LeftAlone.NOTHING);
    filled = true;
  }

  /** What is laid over a path that is left alone goes where the root's own files of it wait. */
  @Override
  public void apply(List<LayerEntry> entries, SkippedContent skipped) throws IOException {
    if (filled) {
      pod.tellOfUnseen(entries);
    }
    filled = true;
    if (inPod.isEmpty()) {
      apply(entries, waiting, LeftAlone.NOTHING, skipped);
      return;
    }
    LeftAlone leftAlone = inPod.get().leftAlone();
    Map<Boolean, List<LayerEntry>> waits =
        entries.stream().collect(Collectors.partitioningBy(e -> leftAlone.covers(e.path())));
    apply(waits.get(true), waiting, LeftAlone.NOTHING, skipped);
    apply(waits.get(false), pod.handle(), leftAlone, skipped);
  }

  private static void apply(
      List<LayerEntry> entries, DirectoryHandle root, LeftAlone leftAlone, SkippedContent skipped)
      throws IOException {
    if (!entries.isEmpty()) {
      try (TreeWriter writer = new TreeWriter(root, leftAlone, skipped)) {
        new LayerApplier(writer).apply(entries);
        writer.finish();
      }
    }
  }

  @Override
  public FileTree tree() {
    return tree;
  }

  @Override
  public Entrance enter() throws IOException {
    boolean moved = inPod.isEmpty();
    if (moved) {
      pod.admit(this);
    }
    return new Entrance(pod.mount(), moved);
  }

  @Override
  public MetadataIndex index() throws IOException {
    return MetadataIndex.read(pod.handle(), inPod.orElseThrow().leftAlone());
  }

  void moveIn(LeftAlone kept, SkippedContent skipped) throws IOException {
    DirectoryHandle there = pod.handle();
    Boundary boundary = Boundary.between(kept, tree, new DirectoryTree(there));
    tree.enter(there, boundary, () -> TreeMove.in(waiting, there, boundary, skipped));
    inPod = Optional.of(boundary);
    pod.tellOfStandIns(boundary);
  }

  void moveOut(SkippedContent skipped) throws IOException {
    Boundary boundary = inPod.orElseThrow();
    tree.leave(() -> TreeMove.out(tree, waiting, pod.handle(), boundary, skipped));
    try (TreeWriter writer = new TreeWriter(pod.handle(), boundary.kept(), skipped)) {
      for (FilePath standIn : boundary.standIns()) {
        writer.clear(standIn, Survivors.NONE);
      }
    }
    inPod = Optional.empty();
  }

  @Override
  public void close() throws IOException {
    waiting.close();
  }
}
