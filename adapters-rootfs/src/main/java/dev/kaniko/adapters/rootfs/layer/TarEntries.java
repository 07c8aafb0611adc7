package dev.kaniko.adapters.rootfs.layer;

import dev.kaniko.adapters.rootfs.tar.TarEntry;
import dev.kaniko.domain.filesystem.FileMetadata;
import dev.kaniko.domain.filesystem.FileNode;
import dev.kaniko.domain.filesystem.FileNode.Directory;
import dev.kaniko.domain.filesystem.FileNode.RegularFile;
import dev.kaniko.domain.filesystem.FileNode.Special;
import dev.kaniko.domain.filesystem.FileNode.Symlink;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.filesystem.LayerEntry;
import dev.kaniko.domain.filesystem.LayerEntry.HardLink;
import dev.kaniko.domain.filesystem.LayerEntry.OpaqueWhiteout;
import dev.kaniko.domain.filesystem.LayerEntry.Present;
import dev.kaniko.domain.filesystem.LayerEntry.Whiteout;
import dev.kaniko.ports.failure.UnsafeContentFailure;
import java.time.Instant;
import java.util.Optional;

/**
 * Puts a layer's entries as image-spec layer.md wants them in a tar.
 *
 * @param latestTime later mtimes become this
 */
record TarEntries(Optional<Instant> latestTime) {
  private static final String WHITEOUT = ".wh.";
  private static final String OPAQUE = WHITEOUT + WHITEOUT + ".opq";
  private static final FileMetadata OF_WHITEOUTS = FileMetadata.ofRoot(0, Instant.EPOCH);

  /** Empty for sockets: no tar can hold them, and without their process they are of no use. */
  Optional<TarEntry> of(LayerEntry entry) {
    refuseMarkers(entry.path());
    if (entry.path().isRoot() && !canBeRoot(entry)) {
      throw new IllegalArgumentException("the root of an image can only be a directory");
    }
    return switch (entry) {
      case Present(FilePath path, FileNode node) -> present(path, node);
      case HardLink(FilePath path, FilePath target, FileNode node) -> link(path, target, node);
      case Whiteout(FilePath path) ->
          Optional.of(marker(path.parent().child(WHITEOUT + path.name())));
      case OpaqueWhiteout(FilePath path) -> Optional.of(marker(path.child(OPAQUE)));
    };
  }

  /** Whoever reads the layer would take such a file for the deletion of another one. */
  private static void refuseMarkers(FilePath path) {
    if (path.bytes().contains("/" + WHITEOUT)) {
      throw new UnsafeContentFailure(
          path.text(),
          "no image can hold a name that begins with .wh., which marks deleted files: rename it");
    }
  }

  private static boolean canBeRoot(LayerEntry entry) {
    return switch (entry) {
      case Present(FilePath _, FileNode node) -> node instanceof Directory;
      case OpaqueWhiteout _ -> true;
      case HardLink _, Whiteout _ -> false;
    };
  }

  private Optional<TarEntry> present(FilePath path, FileNode node) {
    FileMetadata metadata = kept(node.metadata());
    return switch (node) {
      case RegularFile file ->
          Optional.of(entry(path, TarEntry.Type.REGULAR, metadata).withSize(file.size()));
      case Directory _ -> Optional.of(entry(path, TarEntry.Type.DIRECTORY, metadata));
      case Symlink link ->
          Optional.of(entry(path, TarEntry.Type.SYMLINK, metadata).withLinkName(link.target()));
      case Special special ->
          type(special.kind())
              .map(
                  type -> entry(path, type, metadata).withDevice(special.major(), special.minor()));
    };
  }

  /**
   * With all of the file's metadata: readers set the owner of a link again, and the kernel drops a
   * file's capabilities whenever its owner is set.
   */
  private Optional<TarEntry> link(FilePath path, FilePath target, FileNode node) {
    if (node instanceof Special special && type(special.kind()).isEmpty()) {
      return Optional.empty();
    }
    TarEntry entry = entry(path, TarEntry.Type.HARD_LINK, kept(node.metadata()));
    return Optional.of(entry.withLinkName(target.relative()));
  }

  private static TarEntry marker(FilePath path) {
    return entry(path, TarEntry.Type.REGULAR, OF_WHITEOUTS);
  }

  private static TarEntry entry(FilePath path, TarEntry.Type type, FileMetadata metadata) {
    String name = path.isRoot() ? "." : path.relative();
    boolean directory = type == TarEntry.Type.DIRECTORY;
    return new TarEntry(directory ? name + "/" : name, type, metadata, 0, "", 0, 0);
  }

  private static Optional<TarEntry.Type> type(Special.Kind kind) {
    return switch (kind) {
      case CHARACTER_DEVICE -> Optional.of(TarEntry.Type.CHARACTER_DEVICE);
      case BLOCK_DEVICE -> Optional.of(TarEntry.Type.BLOCK_DEVICE);
      case FIFO -> Optional.of(TarEntry.Type.FIFO);
      case SOCKET -> Optional.empty();
    };
  }

  private FileMetadata kept(FileMetadata metadata) {
    FileMetadata kept = LayerXattrs.keep(metadata);
    return latestTime
        .filter(latest -> kept.modified().isAfter(latest))
        .map(kept::withModified)
        .orElse(kept);
  }
}
