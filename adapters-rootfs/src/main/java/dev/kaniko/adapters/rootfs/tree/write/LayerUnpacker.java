package dev.kaniko.adapters.rootfs.tree.write;

import dev.kaniko.adapters.rootfs.tar.TarEntry;
import dev.kaniko.adapters.rootfs.tar.TarReader;
import dev.kaniko.adapters.rootfs.tree.write.TreeRemoval.Fate;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.ports.failure.UnsafeContentFailure;
import java.io.IOException;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Lays one layer onto the layers below it. Spec: <a
 * href="https://github.com/opencontainers/image-spec/blob/main/layer.md">image-spec layer.md</a>,
 * "Applying Changesets".
 *
 * <p>A whiteout takes away what lower layers have, and never what this layer has, in whatever order
 * the two come.
 */
public final class LayerUnpacker {
  private static final String WHITEOUT = ".wh.";

  /** What the storage driver aufs kept for itself, and one marker that the spec has taken over. */
  private static final String AUFS_METADATA = ".wh..wh.";

  private static final String OPAQUE = ".wh..wh..opq";

  private final FileTarget writer;
  private final TarEntryWriter entries;
  private final String layer;

  /** Where this layer has written something, every link followed. */
  private final TreeSet<FilePath> written = new TreeSet<>();

  /**
   * @param writer stays the caller's, who finishes it after the layer
   * @param layer for messages
   */
  public LayerUnpacker(FileTarget writer, String layer) {
    this.writer = writer;
    this.entries = new TarEntryWriter(writer);
    this.layer = layer;
  }

  /**
   * Unpacks {@code tar} up to its end mark.
   *
   * @throws UnsafeContentFailure for an entry that cannot be put where it says
   * @throws IOException when reading or writing fails
   */
  public void unpack(TarReader tar) throws IOException {
    try {
      for (Optional<TarEntry> next = tar.next(); next.isPresent(); next = tar.next()) {
        unpack(next.get(), tar);
      }
    } catch (UnsafeEntryException e) {
      throw new UnsafeContentFailure(layer, e.getMessage(), e);
    }
  }

  private void unpack(TarEntry entry, TarReader tar) throws IOException {
    FilePath path = TarEntryWriter.pathOf(entry);
    if (path.name().equals(OPAQUE)) {
      writer.clear(path.parent(), this::fate);
    } else if (isAufsMetadata(path)) {
      return;
    } else if (path.name().startsWith(WHITEOUT)) {
      writer.remove(path.parent().child(whitedOut(path)), this::fate);
    } else {
      checkDirectories(path);
      entries.write(path, entry, tar.content()).ifPresent(written::add);
    }
  }

  private static boolean isAufsMetadata(FilePath path) {
    return path.components().stream().anyMatch(name -> name.startsWith(AUFS_METADATA));
  }

  private static String whitedOut(FilePath path) throws UnsafeEntryException {
    checkDirectories(path);
    String name = path.name().substring(WHITEOUT.length());
    if (name.isEmpty() || name.equals(".") || name.equals("..")) {
      throw new UnsafeEntryException(path, "a whiteout of nothing that a directory can hold");
    }
    return name;
  }

  private static void checkDirectories(FilePath path) throws UnsafeEntryException {
    if (path.bytes().contains("/" + WHITEOUT)
        && path.parent().components().stream().anyMatch(name -> name.startsWith(WHITEOUT))) {
      throw new UnsafeEntryException(path, "an entry inside a whiteout");
    }
  }

  private Fate fate(FilePath path) {
    if (written.contains(path)) {
      return Fate.KEPT;
    }
    FilePath next = written.higher(path);
    return next != null && next.isAtOrBelow(path) ? Fate.LOOKED_INTO : Fate.REMOVED;
  }
}
