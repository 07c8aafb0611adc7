package dev.kaniko.adapters.rootfs.root.guest;

import dev.kaniko.adapters.rootfs.layer.SpoolFile;
import dev.kaniko.adapters.rootfs.root.ImageUnpacker;
import dev.kaniko.adapters.rootfs.root.directory.Dwelling;
import dev.kaniko.adapters.rootfs.root.directory.FileIdentity;
import dev.kaniko.adapters.rootfs.root.directory.MetadataIndex;
import dev.kaniko.adapters.rootfs.tree.LeftAlone;
import dev.kaniko.adapters.rootfs.tree.write.SkippedContent;
import dev.kaniko.domain.filesystem.FileNode;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.filesystem.FileTree;
import dev.kaniko.domain.filesystem.LayerEntry;
import dev.kaniko.domain.filesystem.LayeredTree;
import dev.kaniko.ports.layer.ImageLayer;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The files of one root as they are recorded; their copy is in the pod while it has its turn. */
final class GuestDwelling implements Dwelling {
  private static final int READABLE = 0400;

  private final GuestDwellings pod;
  private FileTree recorded = new Nothing();
  private boolean filled;
  private boolean unchecked = true;
  private boolean commandCouldRun;

  /** Of files that were opened to be read since the last command: what it has left. */
  private Map<FileIdentity, Integer> modes = Map.of();

  /** The ctimes of files that were closed to the command and the builder alike. */
  private final Map<FileIdentity, Long> unreadable = new HashMap<>();

  GuestDwelling(GuestDwellings pod) {
    this.pod = pod;
  }

  /** What a root is before it is filled. */
  private record Nothing() implements FileTree {
    @Override
    public Optional<FileNode> lookup(FilePath path) {
      return Optional.empty();
    }

    @Override
    public SortedMap<String, FileNode> children(FilePath path) {
      return new TreeMap<>();
    }
  }

  @Override
  public void unpack(List<ImageLayer> layers, ImageUnpacker unpacker) throws IOException {
    recorded = pod.read(layers, unpacker);
    filled = true;
  }

  @Override
  public void apply(List<LayerEntry> entries, SkippedContent skipped) throws IOException {
    if (filled) {
      pod.tellOfUnseen(entries);
    }
    filled = true;
    unchecked = true;
    recorded = new LayeredTree(recorded, entries);
    if (pod.isOccupiedBy(this)) {
      pod.requireNoObstacle(recorded);
      unchecked = false;
      pod.copy().lay(entries, recorded);
    }
  }

  @Override
  public FileTree tree() {
    return recorded;
  }

  @Override
  public Entrance enter() throws IOException {
    if (unchecked) {
      pod.requireNoObstacle(recorded);
      unchecked = false;
    }
    boolean moved = !pod.isOccupiedBy(this);
    if (moved) {
      pod.admit(this);
    }
    return new Entrance(pod.mount(), moved);
  }

  @Override
  public MetadataIndex index() throws IOException {
    if (commandCouldRun) {
      modes = pod.copy().openToRead(unreadable);
    } else {
      modes = Map.of();
      pod.copy().openToList();
    }
    commandCouldRun = false;
    MetadataIndex index = pod.copy().index();
    unreadable.clear();
    index.forEach(
        (_, seen) -> {
          if ((seen.mode() & READABLE) == 0) {
            unreadable.put(seen.identity(), seen.changed());
          }
        });
    return index;
  }

  @Override
  public void readyForCommand() throws IOException {
    pod.copy().closeDirectories(recorded);
    commandCouldRun = true;
  }

  @Override
  public List<LayerEntry> changes(MetadataIndex before, MetadataIndex after, LeftAlone covered)
      throws IOException {
    List<LayerEntry> changes = before.changesTo(after, pod.copy().tree(), covered);
    SpoolFile spool = pod.newSpool();
    List<LayerEntry> attributed =
        new Attribution(recorded, pod.guest(), modes, spool).of(changes, before, after);
    spool.finish();
    recorded = new LayeredTree(recorded, attributed);
    return attributed;
  }

  @Override
  public void passOver(MetadataIndex before) throws IOException {
    changes(before, index(), LeftAlone.NOTHING);
  }

  /** All that it has belongs to the pod or to the build. */
  @Override
  public void close() {}
}
