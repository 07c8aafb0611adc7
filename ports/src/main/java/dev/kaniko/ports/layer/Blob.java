package dev.kaniko.ports.layer;

import dev.kaniko.domain.image.ImageReference;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/** The bytes of a layer or config, here or in a registry. */
public interface Blob {

  /**
   * A stream of all the bytes, closed by the caller. Reading to the end checks size and digest: a
   * stream that reaches its end without an error was right. May be called again.
   */
  InputStream open() throws IOException;

  /** The file that holds the bytes, already checked, when they are on this machine. */
  Optional<Path> file();

  /** A repository that is known to have the blob, from which another may mount it. */
  Optional<ImageReference> origin();
}
