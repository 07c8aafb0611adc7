package dev.kaniko.adapters.rootfs.root.guest;

import dev.kaniko.adapters.rootfs.layer.SpoolFile;
import dev.kaniko.adapters.rootfs.root.directory.FileIdentity;
import dev.kaniko.adapters.rootfs.root.directory.MetadataIndex;
import dev.kaniko.adapters.rootfs.root.directory.Seen;
import dev.kaniko.adapters.rootfs.tree.ImageXattrs;
import dev.kaniko.domain.filesystem.FileContent;
import dev.kaniko.domain.filesystem.FileMetadata;
import dev.kaniko.domain.filesystem.FileNode;
import dev.kaniko.domain.filesystem.FileNode.Directory;
import dev.kaniko.domain.filesystem.FileNode.InodeId;
import dev.kaniko.domain.filesystem.FileNode.RegularFile;
import dev.kaniko.domain.filesystem.FileNode.Special;
import dev.kaniko.domain.filesystem.FileNode.Symlink;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.filesystem.FileTree;
import dev.kaniko.domain.filesystem.LayerEntry;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Tells what a command has done to the files of the image from what it has done to their copies,
 * which all belong to the guest: a file that was there, under this name or another, has the owner
 * that it had; one that is new is the guest's. Contents are taken into a file of the build's own.
 */
final class Attribution {
  private static final int SETGID = 02000;

  private final FileTree image;
  private final Guest guest;
  private final Map<FileIdentity, Integer> modes;
  private final SpoolFile spool;
  private final Map<FilePath, Seen> now = new HashMap<>();
  private final Map<FileIdentity, Before> before = new HashMap<>();
  private final Map<FilePath, FileNode> attributed = new HashMap<>();
  private final Map<InodeId, FileNode> shared = new HashMap<>();

  /** Tells the inodes of these changes from all others; real device numbers are positive. */
  private final long device = ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE;

  private record Before(FilePath path, Seen seen) {}

  /**
   * @param image the files before the command
   * @param modes those of files that were changed to be read since the command has ended
   * @param spool takes contents; finished by the caller
   */
  Attribution(FileTree image, Guest guest, Map<FileIdentity, Integer> modes, SpoolFile spool) {
    this.image = image;
    this.guest = guest;
    this.modes = Map.copyOf(modes);
    this.spool = spool;
  }

  /**
   * @param changes of the copies, in the order of their paths
   * @param first the index of before the command
   * @param last the index of now
   */
  List<LayerEntry> of(List<LayerEntry> changes, MetadataIndex first, MetadataIndex last)
      throws IOException {
    identify(changes, first, last);
    List<LayerEntry> entries = new ArrayList<>();
    for (LayerEntry entry : changes) {
      entries.add(
          switch (entry) {
            case LayerEntry.Present(FilePath path, FileNode node) ->
                new LayerEntry.Present(path, attribute(path, node));
            case LayerEntry.HardLink(FilePath path, FilePath target, FileNode node) ->
                new LayerEntry.HardLink(path, target, attribute(path, node));
            case LayerEntry.Whiteout _, LayerEntry.OpaqueWhiteout _ -> entry;
          });
    }
    return entries;
  }

  private void identify(List<LayerEntry> changes, MetadataIndex first, MetadataIndex last) {
    Set<FilePath> paths = new HashSet<>();
    changes.forEach(entry -> paths.add(entry.path()));
    Set<FileIdentity> identities = new HashSet<>();
    last.forEach(
        (path, seen) -> {
          if (paths.contains(path)) {
            now.put(path, seen);
            identities.add(seen.identity());
          }
        });
    first.forEach(
        (path, seen) -> {
          if (identities.contains(seen.identity())) {
            before.putIfAbsent(seen.identity(), new Before(path, seen));
          }
        });
  }

  private FileNode attribute(FilePath path, FileNode copy) throws IOException {
    FileNode known = copy.sharedInode().map(shared::get).orElse(null);
    if (known == null) {
      known = newNode(path, copy);
      FileNode made = known;
      copy.sharedInode().ifPresent(inode -> shared.put(inode, made));
    }
    attributed.put(path, known);
    return known;
  }

  private FileNode newNode(FilePath path, FileNode copy) throws IOException {
    FileMetadata metadata = metadata(path, copy);
    Optional<InodeId> inode = copy.sharedInode().map(_ -> new InodeId(device, shared.size()));
    return switch (copy) {
      case Directory _ -> new Directory(metadata);
      case RegularFile file -> new RegularFile(metadata, file.size(), content(path, file), inode);
      case Symlink link -> new Symlink(metadata, link.target(), inode);
      case Special it -> new Special(metadata, it.kind(), it.major(), it.minor(), inode);
    };
  }

  /** A file that nothing was done to but that a directory above it was renamed is not read. */
  private FileContent content(FilePath path, RegularFile copy) throws IOException {
    Optional<FileNode> original =
        before(path)
            .filter(was -> was.seen.changed() == now.get(path).changed())
            .flatMap(was -> image.lookup(was.path));
    if (original.orElse(null) instanceof RegularFile untouched) {
      return untouched.content();
    }
    try (InputStream content = copy.content().open()) {
      return spool.append(content);
    }
  }

  /** What the file was before the command, under whatever name. */
  private Optional<Before> before(FilePath path) {
    return Optional.ofNullable(now.get(path))
        .flatMap(seen -> Optional.ofNullable(before.get(seen.identity())));
  }

  private FileMetadata metadata(FilePath path, FileNode copy) {
    Seen seen = now.get(path);
    FileMetadata own = copy.metadata().withMode(modes.getOrDefault(seen.identity(), seen.mode()));
    Optional<Before> was = before(path);
    Optional<FileNode> original =
        was.flatMap(it -> image.lookup(it.path)).filter(node -> node.getClass() == copy.getClass());
    return original.isPresent()
        ? changed(original.get().metadata(), own, was.get().seen, seen)
        : made(path, copy instanceof Directory, own);
  }

  /** What differs between the copies differs in the image; the rest is as it was there. */
  private FileMetadata changed(FileMetadata original, FileMetadata copy, Seen was, Seen seen) {
    // The copy is the guest's, the original need not be: only its owner could change its mode.
    boolean modeStays = copy.mode() == was.mode() || !guest.owns(original);
    TreeMap<String, String> xattrs = new TreeMap<>(copy.xattrs());
    boolean contentStays = was.size() == seen.size() && was.modified() == seen.modified();
    String capability = original.xattrs().get(ImageXattrs.CAPABILITY);
    if (contentStays && capability != null) {
      xattrs.putIfAbsent(ImageXattrs.CAPABILITY, capability);
    }
    return new FileMetadata(
        modeStays ? original.mode() : copy.mode(),
        was.uid() == seen.uid() ? original.uid() : copy.uid(),
        was.gid() == seen.gid() ? original.gid() : copy.gid(),
        was.modified() == seen.modified() ? original.modified() : copy.modified(),
        xattrs);
  }

  /** In a directory with setgid, what is made has the group of the directory (inode(7)). */
  private FileMetadata made(FilePath path, boolean directory, FileMetadata copy) {
    FilePath above = path.parent();
    FileNode parent = attributed.getOrDefault(above, image.lookup(above).orElse(null));
    if (parent == null || (parent.metadata().mode() & SETGID) == 0) {
      return copy;
    }
    return copy.withOwner(copy.uid(), parent.metadata().gid())
        .withMode(directory ? copy.mode() | SETGID : copy.mode());
  }
}
