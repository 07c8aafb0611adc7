package dev.kaniko.adapters.rootfs.root;

import dev.kaniko.adapters.rootfs.layer.SpoolFile;
import dev.kaniko.adapters.rootfs.tar.TarEntry;
import dev.kaniko.adapters.rootfs.tar.TarReader;
import dev.kaniko.domain.filesystem.FileContent;
import dev.kaniko.domain.filesystem.FileMetadata;
import dev.kaniko.domain.filesystem.FileNode;
import dev.kaniko.domain.filesystem.FileNode.InodeId;
import dev.kaniko.domain.filesystem.FileNode.Special.Kind;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.filesystem.LayerEntry;
import dev.kaniko.ports.failure.UnsafeContentFailure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Reads the tar of one layer as this program writes them: in the order of the paths but for hard
 * links, which follow what they link to; each path once. Everything else is refused, as what lies
 * in a cache may come from anybody.
 */
final class EntryReading {
  private static final String WHITEOUT = ".wh.";
  private static final String OPAQUE = ".wh..wh..opq";

  private final String subject;
  private final SpoolFile spool;
  private final Map<FilePath, LayerEntry> files = new TreeMap<>();
  private final List<LayerEntry> opaque = new ArrayList<>();

  /** Tells the inodes of this layer from all others in a tree; real device numbers are positive. */
  private final long device = ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE;

  private final Map<FilePath, FileNode> linked = new HashMap<>();

  /**
   * @param subject for messages
   */
  EntryReading(String subject, SpoolFile spool) {
    this.subject = subject;
    this.spool = spool;
  }

  List<LayerEntry> read(TarReader tar) throws IOException {
    for (Optional<TarEntry> next = tar.next(); next.isPresent(); next = tar.next()) {
      TarEntry entry = next.get();
      if (entry.name().isEmpty() || entry.name().indexOf('\0') >= 0) {
        throw refused(FilePath.ROOT, "has a name that no file can have");
      }
      FilePath path = FilePath.of(entry.name());
      FileContent content = spool.append(tar.content());
      add(path, entry, content);
    }
    List<LayerEntry> all = new ArrayList<>(files.values());
    all.addAll(opaque);
    // An opaque whiteout follows its directory's own entry: the sort keeps the order of equals.
    all.sort(Comparator.comparing(LayerEntry::path));
    return all;
  }

  private void add(FilePath path, TarEntry entry, FileContent content) {
    if (path.name().equals(OPAQUE)) {
      opaque.add(new LayerEntry.OpaqueWhiteout(path.parent()));
      return;
    }
    LayerEntry read =
        path.name().startsWith(WHITEOUT)
            ? new LayerEntry.Whiteout(whitedOut(path))
            : file(path, entry, content);
    if (path.parent().bytes().contains("/" + WHITEOUT)) {
      throw refused(path, "is inside a whiteout");
    }
    if (files.put(read.path(), read) != null) {
      throw refused(path, "comes twice");
    }
  }

  private FilePath whitedOut(FilePath path) {
    String name = path.name().substring(WHITEOUT.length());
    if (name.isEmpty() || name.equals(".") || name.equals("..") || name.startsWith(WHITEOUT)) {
      throw refused(path, "takes away nothing that a directory can hold");
    }
    return path.parent().child(name);
  }

  private LayerEntry file(FilePath path, TarEntry entry, FileContent content) {
    FileMetadata metadata = entry.metadata();
    return switch (entry.type()) {
      case REGULAR ->
          present(
              path, new FileNode.RegularFile(metadata, entry.size(), content, Optional.empty()));
      case DIRECTORY -> present(path, new FileNode.Directory(metadata));
      case SYMLINK -> present(path, symlink(path, entry));
      case CHARACTER_DEVICE -> present(path, special(entry, Kind.CHARACTER_DEVICE));
      case BLOCK_DEVICE -> present(path, special(entry, Kind.BLOCK_DEVICE));
      case FIFO -> present(path, special(entry, Kind.FIFO));
      case HARD_LINK -> hardLink(path, entry);
    };
  }

  private LayerEntry present(FilePath path, FileNode node) {
    if (path.isRoot() && !(node instanceof FileNode.Directory)) {
      throw refused(path, "can only be a directory");
    }
    return new LayerEntry.Present(path, node);
  }

  private FileNode symlink(FilePath path, TarEntry entry) {
    if (entry.linkName().isEmpty() || entry.linkName().indexOf('\0') >= 0) {
      throw refused(path, "is a symbolic link to a target that Linux does not take");
    }
    return new FileNode.Symlink(entry.metadata(), entry.linkName());
  }

  private static FileNode special(TarEntry entry, Kind kind) {
    return new FileNode.Special(
        entry.metadata(), kind, entry.major(), entry.minor(), Optional.empty());
  }

  private LayerEntry hardLink(FilePath path, TarEntry entry) {
    FilePath target = FilePath.of(entry.linkName());
    if (path.isRoot()
        || !(files.get(target) instanceof LayerEntry.Present(FilePath _, FileNode node))
        || node instanceof FileNode.Directory) {
      throw refused(path, "is a hard link to what is no file of the same layer");
    }
    FileNode shared =
        linked.computeIfAbsent(target, _ -> shared(node, new InodeId(device, linked.size())));
    files.put(target, new LayerEntry.Present(target, shared));
    return new LayerEntry.HardLink(path, target, shared);
  }

  private static FileNode shared(FileNode node, InodeId inode) {
    Optional<InodeId> id = Optional.of(inode);
    return switch (node) {
      case FileNode.RegularFile it ->
          new FileNode.RegularFile(it.metadata(), it.size(), it.content(), id);
      case FileNode.Symlink it -> new FileNode.Symlink(it.metadata(), it.target(), id);
      case FileNode.Special it ->
          new FileNode.Special(it.metadata(), it.kind(), it.major(), it.minor(), id);
      case FileNode.Directory directory -> directory;
    };
  }

  private UnsafeContentFailure refused(FilePath path, String what) {
    return new UnsafeContentFailure(subject, path.text() + " " + what);
  }
}
