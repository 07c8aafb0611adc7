package dev.kaniko.adapters.rootfs.root.inplace;

import dev.kaniko.adapters.rootfs.linux.DirectoryHandle;
import dev.kaniko.adapters.rootfs.root.WorkDirectory;
import dev.kaniko.adapters.rootfs.root.directory.Dwelling;
import dev.kaniko.adapters.rootfs.root.directory.Dwellings;
import dev.kaniko.adapters.rootfs.tree.LeftAlone;
import dev.kaniko.adapters.rootfs.tree.write.SkippedContent;
import dev.kaniko.adapters.rootfs.tree.write.TreeRemoval.Survivors;
import dev.kaniko.adapters.rootfs.tree.write.TreeWriter;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.filesystem.LayerEntry;
import dev.kaniko.ports.rootfs.RootMount;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Dwellings of which one at a time is in the pod. Nothing in the pod is touched before the first
 * one enters.
 */
public final class PodDwellings implements Dwellings {
  private final WorkDirectory work;
  private final Pod pod;
  private final boolean clearsAtEnd;
  private final SkippedContent skipped;
  private final Consumer<String> warnings;
  private final UnseenFiles unseen;
  private final Set<FilePath> told = new TreeSet<>();
  private Optional<DirectoryHandle> handle = Optional.empty();
  private Optional<PodDwelling> occupant = Optional.empty();

  /**
   * @param work taken over: closed with this. Its directory is kept, be it in the pod
   * @param clearsAtEnd whether the last root is removed from the pod when this is closed; otherwise
   *     it stays there until the next build clears the pod
   * @param warnings hears sentences for the user
   */
  public PodDwellings(WorkDirectory work, Pod pod, boolean clearsAtEnd, Consumer<String> warnings) {
    this.work = work;
    this.pod = pod;
    this.clearsAtEnd = clearsAtEnd;
    this.warnings = warnings;
    this.skipped = new SkippedContent(warnings);
    this.unseen = new UnseenFiles(warnings);
  }

  @Override
  public boolean severalAtOnce() {
    return false;
  }

  @Override
  public Dwelling next() throws IOException {
    return new PodDwelling(DirectoryHandle.open(work.newDirectory()), this);
  }

  RootMount mount() {
    return pod.mount();
  }

  DirectoryHandle handle() throws IOException {
    if (handle.isEmpty()) {
      handle = Optional.of(DirectoryHandle.open(pod.directory()));
    }
    return handle.get();
  }

  /** Moves whatever is in the pod out of it, and {@code next} into it. */
  void admit(PodDwelling next) throws IOException {
    LeftAlone kept = kept();
    if (occupant.isPresent()) {
      occupant.get().moveOut(skipped);
      occupant = Optional.empty();
    } else {
      clear(kept);
    }
    next.moveIn(kept, skipped);
    occupant = Optional.of(next);
  }

  void tellOfUnseen(List<LayerEntry> entries) throws IOException {
    unseen.tell(entries, kept());
  }

  void tellOfStandIns(Boundary boundary) {
    for (FilePath path : boundary.standIns()) {
      if (told.add(path)) {
        warnings.accept(
            path
                + ": the image has no directory there, but this container has, with a mount in it;"
                + " what commands write there is not in the image");
      }
    }
  }

  private LeftAlone kept() throws IOException {
    return pod.leftAlone(work);
  }

  private void clear(LeftAlone kept) throws IOException {
    try (TreeWriter writer = new TreeWriter(handle(), kept, skipped)) {
      writer.clear(FilePath.ROOT, Survivors.NONE);
    }
  }

  @Override
  public void close() throws IOException {
    try (work) {
      if (clearsAtEnd && occupant.isPresent()) {
        clear(kept());
      }
      if (handle.isPresent()) {
        handle.get().close();
      }
    }
  }
}
