package dev.kaniko.ports.layer;

import dev.kaniko.domain.filesystem.FileContent;
import dev.kaniko.domain.filesystem.FileNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Reads tar archives, plain or packed with gzip, bzip2, xz or zstd, told apart by their content.
 */
public interface ArchiveReader {

  /**
   * The members of the archive that {@code content} is; empty when it is not an archive.
   *
   * @param name for messages
   */
  Optional<Archive> open(FileContent content, String name);

  /**
   * Unpacks an archive while it streams by. No member is written outside {@code directory},
   * whatever the archive says.
   *
   * @param name for messages
   * @param directory exists and is empty
   */
  void unpack(InputStream stream, String name, Path directory) throws IOException;

  /** An archive's members; their contents can be read until it is closed. */
  interface Archive extends AutoCloseable {
    /** In the archive's order. */
    List<Member> members();

    @Override
    void close();
  }

  /** One member of an archive. */
  sealed interface Member {
    /** As written in the archive, bytes one a char: may be hostile. */
    String name();

    /** A file of any kind. */
    record File(String name, FileNode node) implements Member {}

    /**
     * @param target as written in the archive: relative to its root
     */
    record Link(String name, String target) implements Member {}
  }
}
