package dev.kaniko.domain.filesystem;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The bytes of a regular file, wherever they are kept: on a disk, in an archive, in a heredoc.
 *
 * <p>May be opened several times, one after another or at once; every stream starts at the first
 * byte and is closed by whoever opened it.
 */
@FunctionalInterface
public interface FileContent {
  InputStream open() throws IOException;

  static FileContent of(byte[] bytes) {
    byte[] kept = bytes.clone();
    return () -> new ByteArrayInputStream(kept);
  }
}
