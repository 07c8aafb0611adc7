package dev.kaniko.adapters.rootfs.tree.write;

import dev.kaniko.adapters.rootfs.linux.DirectoryHandle;
import dev.kaniko.adapters.rootfs.linux.Errno;
import dev.kaniko.adapters.rootfs.linux.ErrnoException;
import dev.kaniko.adapters.rootfs.linux.FileHandle;
import dev.kaniko.adapters.rootfs.linux.FileStatus;
import dev.kaniko.adapters.rootfs.tree.LeftAlone;
import dev.kaniko.adapters.rootfs.tree.write.ParentDirectories.Place;
import dev.kaniko.adapters.rootfs.tree.write.TreeRemoval.Fate;
import dev.kaniko.adapters.rootfs.tree.write.TreeRemoval.Survivors;
import dev.kaniko.domain.filesystem.FileMetadata;
import dev.kaniko.domain.filesystem.FileNode.Special.Kind;
import dev.kaniko.domain.filesystem.FilePath;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Makes files below a directory, whatever was there before: a directory laid onto a directory takes
 * the new metadata and keeps its entries; in all other cases what was there is removed first. On
 * the way to an entry links are followed, inside the directory; the entry itself never is.
 *
 * <p>{@link #finish} comes last: it sets the times of the directories. One thread at a time.
 */
public final class TreeWriter implements FileTarget, Closeable {
  /** Four times what the kernel takes in one call: nothing but an attack is as deep. */
  static final int LONGEST_PATH = 4 * 4096;

  /** The kernel keeps twelve bits of a device's major number and twenty of its minor one. */
  private static final int LARGEST_MAJOR = 0xfff;

  private static final int LARGEST_MINOR = 0xfffff;
  private static final int LONGEST_TARGET = 4095;

  private final DirectoryHandle root;
  private final LeftAlone leftAlone;
  private final SkippedContent skipped;
  private final MetadataWriter metadataWriter;
  private final DirectoryTimes times = new DirectoryTimes();
  private final ParentDirectories parents;
  private final byte[] buffer = new byte[1 << 16];

  /**
   * @param root stays the caller's
   */
  public TreeWriter(DirectoryHandle root, LeftAlone leftAlone, SkippedContent skipped) {
    this.root = root;
    this.leftAlone = leftAlone;
    this.skipped = skipped;
    this.metadataWriter = new MetadataWriter(skipped);
    this.parents = new ParentDirectories(root, leftAlone, times);
  }

  @Override
  public Optional<FilePath> directory(FilePath path, FileMetadata metadata) throws IOException {
    if (path.isRoot()) {
      metadataWriter.replaceAll(root.self(), path, metadata);
      times.set(path, metadata.modified());
      return Optional.of(path);
    }
    Optional<Spot> found = spot(path);
    if (found.isPresent()) {
      makeDirectory(found.get(), metadata);
    }
    return found.map(Spot::path);
  }

  @Override
  public Optional<FilePath> file(
      FilePath path, FileMetadata metadata, long size, InputStream content) throws IOException {
    Optional<Spot> found = spot(path);
    if (found.isPresent()) {
      Spot spot = found.get();
      Optional<FileHandle> made = spot.directory().makeFile(spot.name());
      if (made.isEmpty()) {
        clear(spot);
        made = spot.directory().makeFile(spot.name());
      }
      try (FileHandle file = made.orElseThrow(spot::changed)) {
        copy(content, file, path, size);
        metadataWriter.writeAll(file, path, metadata);
        file.setModified(metadata.modified());
      }
    }
    return found.map(Spot::path);
  }

  @Override
  public Optional<FilePath> symlink(FilePath path, FileMetadata metadata, String target)
      throws IOException {
    if (target.isEmpty() || target.indexOf('\0') >= 0 || target.length() > LONGEST_TARGET) {
      throw new UnsafeEntryException(path, "a symbolic link to a target that Linux does not take");
    }
    Optional<Spot> found = spot(path);
    if (found.isPresent()) {
      Spot spot = found.get();
      make(spot, () -> spot.directory().makeSymlink(spot.name(), target));
      try (FileHandle link = spot.entry()) {
        link.setOwner(metadata.uid(), metadata.gid());
        link.setModified(metadata.modified());
      }
      metadataWriter.skipXattrs(path, metadata);
    }
    return found.map(Spot::path);
  }

  /** Devices are left out where the machine does not allow them. */
  @Override
  public Optional<FilePath> special(
      FilePath path, FileMetadata metadata, Kind kind, int major, int minor) throws IOException {
    if (kind == Kind.CHARACTER_DEVICE && major == 0 && minor == 0) {
      skipped.whiteoutDevice(path);
      return Optional.empty();
    }
    if (major < 0 || major > LARGEST_MAJOR || minor < 0 || minor > LARGEST_MINOR) {
      throw new UnsafeEntryException(path, "no device has the numbers " + major + ":" + minor);
    }
    Optional<Spot> found = spot(path);
    if (found.isEmpty() || !makeNode(found.get(), kind, major, minor)) {
      return Optional.empty();
    }
    try (FileHandle node = found.get().entry()) {
      MetadataWriter.write(node, metadata);
      node.setModified(metadata.modified());
    }
    metadataWriter.skipXattrs(path, metadata);
    return found.map(Spot::path);
  }

  @Override
  public Optional<FilePath> hardLink(FilePath path, FilePath target) throws IOException {
    Place from = parents.find(target.parent()).orElseThrow(() -> missingTarget(path, target));
    try (from) {
      Optional<Spot> found = target.isRoot() ? Optional.empty() : spot(path);
      Optional<FileStatus> status =
          target.isRoot() ? Optional.empty() : from.directory().status(target.name());
      if (status.isEmpty()) {
        throw missingTarget(path, target);
      }
      if (status.get().isDirectory()) {
        throw new UnsafeEntryException(path, "a hard link to " + target + ", a directory");
      }
      if (found.isPresent()) {
        link(found.get(), from, target.name(), status.get());
      }
      return found.map(Spot::path);
    }
  }

  @Override
  public void adjust(FilePath path, FileMetadata metadata) throws IOException {
    Optional<Spot> found = spot(path);
    if (found.isPresent()) {
      try (FileHandle file = found.get().entry()) {
        switch (file.status().type()) {
          case SYMLINK -> file.setOwner(metadata.uid(), metadata.gid());
          case REGULAR, DIRECTORY -> metadataWriter.writeAll(file, path, metadata);
          case CHARACTER_DEVICE, BLOCK_DEVICE, FIFO, SOCKET -> MetadataWriter.write(file, metadata);
        }
        file.setModified(metadata.modified());
      }
    }
  }

  @Override
  public void remove(FilePath path, Survivors survivors) throws IOException {
    Optional<Place> parent = parents.find(path.parent());
    if (parent.isPresent()) {
      try (Place place = parent.get()) {
        FilePath really = place.path().child(path.name());
        times.keep(place.path(), place.directory());
        removeTree(place.directory(), really, survivors);
      }
    }
  }

  @Override
  public void clear(FilePath path, Survivors survivors) throws IOException {
    Optional<Place> found = parents.find(path);
    if (found.isPresent()) {
      try (Place place = found.get()) {
        times.keep(place.path(), place.directory());
        for (String name : place.directory().names()) {
          removeTree(place.directory(), place.path().child(name), survivors);
        }
      }
    }
  }

  /** Sets the times of the directories; nothing may be made any more. */
  public void finish() throws IOException {
    parents.close();
    times.apply(root);
  }

  /** Without {@link #finish}, the times of directories are left as they came. */
  @Override
  public void close() throws IOException {
    parents.close();
  }

  private Optional<Spot> spot(FilePath path) throws IOException {
    if (path.isRoot()) {
      throw new UnsafeEntryException(path, "the root can only be a directory");
    }
    if (path.bytes().length() > LONGEST_PATH) {
      String start = path.bytes().substring(0, 100);
      throw new UnsafeEntryException(FilePath.of(start), "a path of more than 16384 bytes");
    }
    return parents
        .open(path.parent())
        .map(place -> new Spot(path, place.directory(), place.path().child(path.name())))
        .filter(spot -> !leftAlone.covers(spot.path()));
  }

  private void makeDirectory(Spot spot, FileMetadata metadata) throws IOException {
    DirectoryHandle parent = spot.directory();
    boolean isNew = parent.makeDirectory(spot.name());
    if (!isNew && !parent.status(spot.name()).orElseThrow(spot::changed).isDirectory()) {
      clear(spot);
      isNew = parent.makeDirectory(spot.name());
    }
    DirectoryHandle made = parent.directory(spot.name()).orElseThrow(spot::changed);
    parents.enter(spot.asked(), new Place(made, spot.path()));
    if (isNew) {
      metadataWriter.writeAll(made.self(), spot.asked(), metadata);
    } else {
      metadataWriter.replaceAll(made.self(), spot.asked(), metadata);
    }
    times.set(spot.path(), metadata.modified());
  }

  private boolean makeNode(Spot spot, Kind kind, int major, int minor) throws IOException {
    FileStatus.Type type =
        switch (kind) {
          case CHARACTER_DEVICE -> FileStatus.Type.CHARACTER_DEVICE;
          case BLOCK_DEVICE -> FileStatus.Type.BLOCK_DEVICE;
          case FIFO -> FileStatus.Type.FIFO;
          case SOCKET -> FileStatus.Type.SOCKET;
        };
    try {
      make(spot, () -> spot.directory().makeNode(spot.name(), type, major, minor));
      return true;
    } catch (ErrnoException e) {
      if (!e.is(Errno.EPERM)) {
        throw e;
      }
      skipped.device(spot.asked());
      return false;
    }
  }

  private void link(Spot spot, Place from, String name, FileStatus target) throws IOException {
    Optional<FileStatus> present = spot.directory().status(spot.name());
    if (present.isPresent() && present.get().isSameFile(target)) {
      return;
    }
    if (present.isPresent()) {
      clear(spot);
    }
    if (from.directory().status(name).isEmpty()) {
      throw new UnsafeEntryException(spot.asked(), "a hard link to what it takes the place of");
    }
    make(spot, () -> spot.directory().makeLink(spot.name(), from.directory(), name));
  }

  private static UnsafeEntryException missingTarget(FilePath path, FilePath target) {
    return new UnsafeEntryException(path, "a hard link to " + target + ", which is not there");
  }

  /** Makes one file; returns false when the name is taken. */
  @FunctionalInterface
  private interface Making {
    boolean make() throws IOException;
  }

  private void make(Spot spot, Making making) throws IOException {
    if (!making.make()) {
      clear(spot);
      if (!making.make()) {
        throw spot.changed();
      }
    }
  }

  private void clear(Spot spot) throws IOException {
    TreeRemoval.remove(spot.directory(), spot.name(), spot.path(), this::fate);
    if (leftAlone.hasSomeBelow(spot.path())) {
      throw new UnsafeEntryException(
          spot.asked(), "it would replace a directory in which something has to stay");
    }
  }

  private void removeTree(DirectoryHandle parent, FilePath path, Survivors survivors)
      throws IOException {
    // What is open may be removed, or be reached another way now.
    parents.forget();
    TreeRemoval.remove(
        parent,
        path.name(),
        path,
        each -> fate(each) == Fate.REMOVED ? survivors.of(each) : fate(each));
  }

  private Fate fate(FilePath path) {
    if (leftAlone.covers(path)) {
      return Fate.LEFT_ALONE;
    }
    return leftAlone.hasSomeBelow(path) ? Fate.LOOKED_INTO : Fate.REMOVED;
  }

  private void copy(InputStream content, FileHandle file, FilePath path, long size)
      throws IOException {
    long left = size;
    for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
      left -= n;
      if (left < 0) {
        break;
      }
      file.write(buffer, 0, n);
    }
    if (left != 0) {
      throw new UnsafeEntryException(path, "its content is not the " + size + " bytes announced");
    }
  }
}
