package dev.kaniko.adapters.rootfs.tree.write;

import dev.kaniko.adapters.rootfs.tree.write.TreeRemoval.Survivors;
import dev.kaniko.domain.filesystem.FileMetadata;
import dev.kaniko.domain.filesystem.FileNode.Special.Kind;
import dev.kaniko.domain.filesystem.FilePath;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Takes the files of a layer or an archive, one after another, each in the place of whatever was
 * there; only a directory over a directory keeps what is in it. Paths lead through the links that
 * are there already, inside the root; directories that are missing on the way are made.
 *
 * <p>Each method that makes a file gives where it really is, every link above it followed, or
 * nothing when it was left out.
 *
 * @see UnsafeEntryException what is thrown for a file that cannot be put where it says
 */
public interface FileTarget {

  /** For the root itself: its metadata. */
  Optional<FilePath> directory(FilePath path, FileMetadata metadata) throws IOException;

  /**
   * @param size what {@code content} must give, to the byte
   */
  Optional<FilePath> file(FilePath path, FileMetadata metadata, long size, InputStream content)
      throws IOException;

  /**
   * @param target stored verbatim, wherever it leads
   */
  Optional<FilePath> symlink(FilePath path, FileMetadata metadata, String target)
      throws IOException;

  /** A device, pipe or socket. */
  Optional<FilePath> special(FilePath path, FileMetadata metadata, Kind kind, int major, int minor)
      throws IOException;

  /**
   * One more name of the file at {@code target}. On the way to the target links are followed,
   * inside the root; the target itself may be a symbolic link, which is then linked to.
   */
  Optional<FilePath> hardLink(FilePath path, FilePath target) throws IOException;

  /** Sets the metadata of a file of any kind that is there already, under all its names. */
  void adjust(FilePath path, FileMetadata metadata) throws IOException;

  /** Removes what is at {@code path}, with all that is below it, but for what survives. */
  void remove(FilePath path, Survivors survivors) throws IOException;

  /** Removes everything in the directory that {@code path} leads to, but for what survives. */
  void clear(FilePath path, Survivors survivors) throws IOException;
}
