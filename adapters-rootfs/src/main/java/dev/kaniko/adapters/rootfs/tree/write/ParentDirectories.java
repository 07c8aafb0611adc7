package dev.kaniko.adapters.rootfs.tree.write;

import dev.kaniko.adapters.rootfs.linux.DirectoryHandle;
import dev.kaniko.adapters.rootfs.tree.LeftAlone;
import dev.kaniko.domain.filesystem.FilePath;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/**
 * Finds the directories in which entries are made, and makes those that no entry has made: with
 * mode 0755, owned by root, and with the epoch as their time, as nothing says anything else.
 *
 * <p>The last directory stays open, because what follows an entry is most often its neighbour.
 */
final class ParentDirectories implements Closeable {
  private final DirectoryHandle root;
  private final LeftAlone leftAlone;
  private final DirectoryTimes times;
  private Optional<Last> last = Optional.empty();

  /**
   * An open directory.
   *
   * @param path where it really is, every link followed
   */
  record Place(DirectoryHandle directory, FilePath path) implements Closeable {
    @Override
    public void close() throws IOException {
      directory.close();
    }
  }

  private record Last(FilePath asked, Place place) {}

  ParentDirectories(DirectoryHandle root, LeftAlone leftAlone, DirectoryTimes times) {
    this.root = root;
    this.leftAlone = leftAlone;
    this.times = times;
  }

  /**
   * The directory that {@code path} leads to, made if it is missing; empty when it is one that is
   * left alone. It belongs to this object and is open until the next call.
   */
  Optional<Place> open(FilePath path) throws IOException {
    if (last.isEmpty() || !last.get().asked.equals(path)) {
      Optional<Place> found = find(path, true);
      if (found.isEmpty()) {
        return Optional.empty();
      }
      enter(path, found.get());
    }
    Place place = last.orElseThrow().place;
    times.keep(place.path, place.directory);
    return Optional.of(place);
  }

  /** The directory that {@code path} leads to, if there is one; the caller closes it. */
  Optional<Place> find(FilePath path) throws IOException {
    return find(path, false);
  }

  /** Makes {@code place}, to which {@code asked} leads, the last directory. */
  void enter(FilePath asked, Place place) throws IOException {
    forget();
    last = Optional.of(new Last(asked, place));
  }

  /** To be called when something was removed: a path may lead elsewhere now. */
  void forget() throws IOException {
    if (last.isPresent()) {
      last.get().place.close();
      last = Optional.empty();
    }
  }

  @Override
  public void close() throws IOException {
    forget();
  }

  private Optional<Place> find(FilePath path, boolean makeMissing) throws IOException {
    if (leftAlone.covers(path)) {
      return Optional.empty();
    }
    // Most paths have no link in them, and one call tells.
    Optional<DirectoryHandle> found = root.findDirectory(path);
    return found.isPresent()
        ? Optional.of(new Place(found.get(), path))
        : new PathWalk(root, leftAlone, times, path, makeMissing).walk();
  }
}
