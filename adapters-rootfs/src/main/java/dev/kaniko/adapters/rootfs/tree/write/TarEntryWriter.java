package dev.kaniko.adapters.rootfs.tree.write;

import dev.kaniko.adapters.rootfs.tar.TarEntry;
import dev.kaniko.domain.filesystem.FileNode.Special.Kind;
import dev.kaniko.domain.filesystem.FilePath;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Makes the files that a tar's headers describe, below a directory and nowhere else. */
final class TarEntryWriter {
  private final FileTarget writer;

  TarEntryWriter(FileTarget writer) {
    this.writer = writer;
  }

  /**
   * Where an entry's name leads: {@code ..} stops at the root, as names that climb above it are
   * found in tars that are otherwise sound.
   */
  static FilePath pathOf(TarEntry entry) throws UnsafeEntryException {
    if (entry.name().isEmpty() || entry.name().indexOf('\0') >= 0) {
      throw new UnsafeEntryException(FilePath.ROOT, "an entry whose name no file can have");
    }
    return FilePath.of(entry.name());
  }

  /** Gives where the file really is, or nothing when it was left out. */
  Optional<FilePath> write(FilePath path, TarEntry entry, InputStream content) throws IOException {
    return switch (entry.type()) {
      case REGULAR -> writer.file(path, entry.metadata(), entry.size(), content);
      case DIRECTORY -> writer.directory(path, entry.metadata());
      case SYMLINK -> writer.symlink(path, entry.metadata(), entry.linkName());
      case HARD_LINK -> hardLink(path, entry);
      case CHARACTER_DEVICE -> special(path, entry, Kind.CHARACTER_DEVICE);
      case BLOCK_DEVICE -> special(path, entry, Kind.BLOCK_DEVICE);
      case FIFO -> special(path, entry, Kind.FIFO);
    };
  }

  private Optional<FilePath> special(FilePath path, TarEntry entry, Kind kind) throws IOException {
    return writer.special(path, entry.metadata(), kind, entry.major(), entry.minor());
  }

  /** The header of a hard link has metadata of its own, which counts for all names of the file. */
  private Optional<FilePath> hardLink(FilePath path, TarEntry entry) throws IOException {
    String target = entry.linkName();
    if (target.isEmpty() || target.indexOf('\0') >= 0 || leadsOut(target)) {
      String text = FilePath.textOf(target).replace('\0', '?');
      throw new UnsafeEntryException(path, "a hard link to \"" + text + "\", outside of the root");
    }
    Optional<FilePath> made = writer.hardLink(path, FilePath.of(target));
    if (made.isPresent()) {
      writer.adjust(path, entry.metadata());
    }
    return made;
  }

  private static boolean leadsOut(String target) {
    int depth = 0;
    for (String component : target.split("/")) {
      switch (component) {
        case "", "." -> {}
        case ".." -> depth--;
        default -> depth++;
      }
      if (depth < 0) {
        return true;
      }
    }
    return false;
  }
}
