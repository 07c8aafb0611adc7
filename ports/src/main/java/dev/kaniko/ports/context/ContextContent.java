package dev.kaniko.ports.context;

import java.io.InputStream;
import java.nio.file.Path;

/** A context as its source gives it. */
public sealed interface ContextContent {

  /**
   * A directory that is there, and stays, unchanged, until the build ends.
   *
   * @param directory the user's own, or one below the request's work directory
   */
  record Directory(Path directory) implements ContextContent {}

  /**
   * A tar, plain or packed with gzip, bzip2, xz or zstd. The builder unpacks it while it reads, and
   * closes the stream.
   */
  record Archive(InputStream stream) implements ContextContent {}
}
