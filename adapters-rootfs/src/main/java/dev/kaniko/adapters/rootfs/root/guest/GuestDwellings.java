package dev.kaniko.adapters.rootfs.root.guest;

import dev.kaniko.adapters.rootfs.layer.SpoolFile;
import dev.kaniko.adapters.rootfs.linux.DirectoryHandle;
import dev.kaniko.adapters.rootfs.root.ImageUnpacker;
import dev.kaniko.adapters.rootfs.root.WorkDirectory;
import dev.kaniko.adapters.rootfs.root.assembled.SpooledTree;
import dev.kaniko.adapters.rootfs.root.directory.Dwelling;
import dev.kaniko.adapters.rootfs.root.directory.Dwellings;
import dev.kaniko.adapters.rootfs.root.inplace.Pod;
import dev.kaniko.adapters.rootfs.root.inplace.UnseenFiles;
import dev.kaniko.adapters.rootfs.tree.write.SkippedContent;
import dev.kaniko.domain.filesystem.FileTree;
import dev.kaniko.domain.filesystem.LayerEntry;
import dev.kaniko.domain.image.Digest;
import dev.kaniko.ports.failure.EnvironmentFailure;
import dev.kaniko.ports.layer.ImageLayer;
import dev.kaniko.ports.rootfs.CommandRunner.Obstacle;
import dev.kaniko.ports.rootfs.RootMount;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Dwellings of which one at a time has a copy of its files in the pod. Nothing in the pod is
 * touched before the first one enters, and what was laid there is removed at the end.
 */
public final class GuestDwellings implements Dwellings {
  private final WorkDirectory work;
  private final Pod pod;
  private final Guest guest;
  private final SkippedContent skipped;
  private final UnseenFiles unseen;
  private final Map<List<Digest>, FileTree> bases = new HashMap<>();
  private Optional<DirectoryHandle> handle = Optional.empty();
  private Optional<Fixtures> fixtures = Optional.empty();
  private Optional<GuestDwelling> occupant = Optional.empty();
  private boolean touched;

  /**
   * @param work taken over: closed with this. Its directory is kept, be it in the pod
   * @param warnings hears sentences for the user
   */
  public GuestDwellings(WorkDirectory work, Pod pod, Guest guest, Consumer<String> warnings) {
    this.work = work;
    this.pod = pod;
    this.guest = guest;
    this.skipped = new SkippedContent(warnings);
    this.unseen = new UnseenFiles(warnings);
  }

  @Override
  public boolean severalAtOnce() {
    return false;
  }

  @Override
  public Optional<Obstacle> obstacle(FileTree files) {
    try {
      return Hindrances.of(files, fixtures());
    } catch (IOException e) {
      throw new EnvironmentFailure("the container cannot be looked at: " + e.getMessage(), e);
    }
  }

  @Override
  public Dwelling next() {
    return new GuestDwelling(this);
  }

  RootMount mount() {
    return pod.mount();
  }

  /** An image's files, read once for all that start from it. */
  FileTree read(List<ImageLayer> layers, ImageUnpacker unpacker) throws IOException {
    List<Digest> diffIds = layers.stream().map(ImageLayer::diffId).toList();
    FileTree known = bases.get(diffIds);
    if (known == null) {
      known = SpooledTree.read(layers, unpacker, work.newDirectory());
      bases.put(diffIds, known);
    }
    return known;
  }

  boolean isOccupiedBy(GuestDwelling dwelling) {
    return occupant.filter(it -> it == dwelling).isPresent();
  }

  void admit(GuestDwelling next) throws IOException {
    // Whatever comes in between, what is in the pod is nobody's until all of it is there.
    occupant = Optional.empty();
    touched = true;
    copy().replaceBy(next.tree());
    occupant = Optional.of(next);
  }

  WorkingCopy copy() throws IOException {
    return new WorkingCopy(handle(), fixtures(), skipped);
  }

  Guest guest() {
    return guest;
  }

  /** For contents that are read until the build ends; it goes with the work directory. */
  SpoolFile newSpool() throws IOException {
    return SpoolFile.createIn(work.newDirectory());
  }

  /** What could not be foreseen, because a command or an archive has made it. */
  void requireNoObstacle(FileTree files) {
    Optional<Obstacle> obstacle = obstacle(files);
    if (obstacle.isPresent()) {
      throw new EnvironmentFailure(obstacle.get().reason(), obstacle.get().hint());
    }
  }

  void tellOfUnseen(List<LayerEntry> entries) throws IOException {
    unseen.tell(entries, pod.leftAlone(work));
  }

  private Fixtures fixtures() throws IOException {
    if (fixtures.isEmpty()) {
      fixtures = Optional.of(Fixtures.of(handle(), pod.leftAlone(work), guest));
    }
    return fixtures.get();
  }

  private DirectoryHandle handle() throws IOException {
    if (handle.isEmpty()) {
      handle = Optional.of(DirectoryHandle.open(pod.directory()));
    }
    return handle.get();
  }

  @Override
  public void close() throws IOException {
    try (work) {
      if (touched) {
        copy().clear();
      }
      if (handle.isPresent()) {
        handle.get().close();
      }
    }
  }
}
