package dev.kaniko.adapters.rootfs.root.assembled;

import dev.kaniko.adapters.rootfs.layer.SpoolFile;
import dev.kaniko.adapters.rootfs.root.ImageUnpacker;
import dev.kaniko.adapters.rootfs.tree.write.FileTarget;
import dev.kaniko.adapters.rootfs.tree.write.TreeRemoval.Fate;
import dev.kaniko.adapters.rootfs.tree.write.TreeRemoval.Survivors;
import dev.kaniko.adapters.rootfs.tree.write.UnsafeEntryException;
import dev.kaniko.domain.filesystem.FileContent;
import dev.kaniko.domain.filesystem.FileMetadata;
import dev.kaniko.domain.filesystem.FileNode;
import dev.kaniko.domain.filesystem.FileNode.Directory;
import dev.kaniko.domain.filesystem.FileNode.InodeId;
import dev.kaniko.domain.filesystem.FileNode.RegularFile;
import dev.kaniko.domain.filesystem.FileNode.Special;
import dev.kaniko.domain.filesystem.FileNode.Special.Kind;
import dev.kaniko.domain.filesystem.FileNode.Symlink;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.filesystem.FileTree;
import dev.kaniko.domain.filesystem.PathResolver;
import dev.kaniko.ports.layer.ImageLayer;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The files of an image: names and metadata in memory, contents one after another in one file.
 * Filled first, by one thread, then read.
 */
public final class SpooledTree implements FileTree, FileTarget {
  /** What a directory has that is implied by what is in it, and the root if no layer has it. */
  private static final FileMetadata IMPLIED = FileMetadata.ofRoot(0755, Instant.EPOCH);

  /** No file system has this number: files here are never those of another tree. */
  private static final long DEVICE = -1;

  private final SpoolFile spool;
  private final NavigableMap<FilePath, FileNode> nodes = new TreeMap<>();
  private final Map<InodeId, Set<FilePath>> names = new HashMap<>();
  private final PathResolver resolver = new PathResolver(this);
  private long lastInode;

  /**
   * @param spool stays the caller's, who finishes it before contents are read
   */
  SpooledTree(SpoolFile spool) {
    this.spool = spool;
    nodes.put(FilePath.ROOT, new Directory(IMPLIED));
  }

  /**
   * Reads the layers of an image.
   *
   * @param directory takes the contents, and goes when they are not read any more
   */
  public static SpooledTree read(List<ImageLayer> layers, ImageUnpacker unpacker, Path directory)
      throws IOException {
    SpoolFile spool = SpoolFile.createIn(directory);
    SpooledTree tree = new SpooledTree(spool);
    unpacker.unpack(layers, tree);
    spool.finish();
    return tree;
  }

  @Override
  public Optional<FileNode> lookup(FilePath path) {
    return Optional.ofNullable(nodes.get(path));
  }

  @Override
  public SortedMap<String, FileNode> children(FilePath path) {
    TreeMap<String, FileNode> children = new TreeMap<>();
    FilePath next = nodes.higherKey(path);
    while (next != null && next.isAtOrBelow(path)) {
      children.put(next.name(), nodes.get(next));
      // What is below the child is not asked for.
      next = nodes.ceilingKey(next.afterAllBelow());
    }
    return children;
  }

  @Override
  public Optional<FilePath> directory(FilePath path, FileMetadata metadata) throws IOException {
    FilePath place = path.isRoot() ? path : place(path);
    if (!(nodes.get(place) instanceof Directory)) {
      take(place);
    }
    nodes.put(place, new Directory(metadata));
    return Optional.of(place);
  }

  @Override
  public Optional<FilePath> file(
      FilePath path, FileMetadata metadata, long size, InputStream content) throws IOException {
    FilePath place = place(path);
    Counted counted = new Counted(content);
    FileContent kept = spool.append(counted);
    if (counted.count != size) {
      throw new UnsafeEntryException(path, "its content is not the " + size + " bytes announced");
    }
    return put(place, new RegularFile(metadata, size, kept, Optional.empty()));
  }

  @Override
  public Optional<FilePath> symlink(FilePath path, FileMetadata metadata, String target)
      throws IOException {
    if (target.isEmpty() || target.indexOf('\0') >= 0) {
      throw new UnsafeEntryException(path, "a symbolic link to a target that Linux does not take");
    }
    return put(place(path), new Symlink(metadata, target));
  }

  @Override
  public Optional<FilePath> special(
      FilePath path, FileMetadata metadata, Kind kind, int major, int minor) throws IOException {
    return put(place(path), new Special(metadata, kind, major, minor, Optional.empty()));
  }

  @Override
  public Optional<FilePath> hardLink(FilePath path, FilePath target) throws IOException {
    FilePath from = target.isRoot() ? target : resolved(path, target.parent()).child(target.name());
    FileNode node = nodes.get(from);
    if (node == null) {
      throw new UnsafeEntryException(path, "a hard link to " + target + ", which is not there");
    }
    if (node instanceof Directory) {
      throw new UnsafeEntryException(path, "a hard link to " + target + ", a directory");
    }
    FilePath place = place(path);
    if (place.equals(from)) {
      return Optional.of(place);
    }
    take(place);
    if (!nodes.containsKey(from)) {
      throw new UnsafeEntryException(path, "a hard link to what it takes the place of");
    }
    InodeId inode = node.sharedInode().orElseGet(() -> new InodeId(DEVICE, ++lastInode));
    FileNode shared = shared(node, inode);
    Set<FilePath> all = names.computeIfAbsent(inode, _ -> new TreeSet<>());
    all.add(from);
    all.add(place);
    all.forEach(name -> nodes.put(name, shared));
    return Optional.of(place);
  }

  @Override
  public void adjust(FilePath path, FileMetadata metadata) throws IOException {
    FilePath place = place(path);
    FileNode changed = nodes.get(place).withMetadata(metadata);
    Set<FilePath> all =
        changed.sharedInode().map(names::get).orElseGet(() -> new TreeSet<>(Set.of(place)));
    all.forEach(name -> nodes.put(name, changed));
  }

  @Override
  public void remove(FilePath path, Survivors survivors) throws IOException {
    Optional<FilePath> parent = existing(path, path.parent());
    if (parent.isPresent()) {
      removeTree(parent.get().child(path.name()), true, survivors);
    }
  }

  @Override
  public void clear(FilePath path, Survivors survivors) throws IOException {
    Optional<FilePath> directory = existing(path, path);
    if (directory.isPresent()) {
      removeTree(directory.get(), false, survivors);
    }
  }

  private Optional<FilePath> put(FilePath place, FileNode node) {
    take(place);
    nodes.put(place, node);
    return Optional.of(place);
  }

  /** Removes what is at a place and below it. */
  private void take(FilePath place) {
    removeTree(place, true, Survivors.NONE);
  }

  private void removeTree(FilePath top, boolean topToo, Survivors survivors) {
    List<FilePath> all = new ArrayList<>();
    if (topToo && nodes.containsKey(top)) {
      all.add(top);
    }
    all.addAll(nodes.subMap(top, false, top.afterAllBelow(), false).keySet());
    Set<FilePath> stay = new HashSet<>();
    for (FilePath path : all) {
      if (survivors.of(path) == Fate.KEPT) {
        for (FilePath at = path; at.isAtOrBelow(top) && stay.add(at); at = at.parent()) {
          if (at.isRoot()) {
            break;
          }
        }
      }
    }
    all.stream().filter(path -> !stay.contains(path)).forEach(this::forget);
  }

  private void forget(FilePath path) {
    FileNode node = nodes.remove(path);
    node.sharedInode().ifPresent(inode -> names.get(inode).remove(path));
  }

  /** Where an entry goes; directories that are missing on the way are made. */
  private FilePath place(FilePath path) throws IOException {
    if (path.isRoot()) {
      throw new UnsafeEntryException(path, "the root can only be a directory");
    }
    FilePath parent = resolved(path, path.parent());
    List<FilePath> way = new ArrayList<>(parent.ancestors());
    way.add(parent);
    for (FilePath directory : way) {
      FileNode node = nodes.putIfAbsent(directory, new Directory(IMPLIED));
      if (node != null && !(node instanceof Directory)) {
        throw new UnsafeEntryException(path, directory + " is in the way: it is not a directory");
      }
    }
    return parent.child(path.name());
  }

  private Optional<FilePath> existing(FilePath entry, FilePath directory) throws IOException {
    FilePath found = resolved(entry, directory);
    return nodes.get(found) instanceof Directory ? Optional.of(found) : Optional.empty();
  }

  private FilePath resolved(FilePath entry, FilePath directory) throws IOException {
    try {
      return resolver.resolve(directory);
    } catch (PathResolver.TooManyLinks e) {
      throw new UnsafeEntryException(entry, "too many levels of symbolic links");
    }
  }

  private static FileNode shared(FileNode node, InodeId inode) {
    Optional<InodeId> id = Optional.of(inode);
    return switch (node) {
      case RegularFile file -> new RegularFile(file.metadata(), file.size(), file.content(), id);
      case Symlink link -> new Symlink(link.metadata(), link.target(), id);
      case Special it -> new Special(it.metadata(), it.kind(), it.major(), it.minor(), id);
      case Directory directory -> directory;
    };
  }

  private static final class Counted extends FilterInputStream {
    private long count;

    Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int one = super.read();
      count += one >= 0 ? 1 : 0;
      return one;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int read = super.read(into, offset, length);
      count += Math.max(read, 0);
      return read;
    }
  }
}
