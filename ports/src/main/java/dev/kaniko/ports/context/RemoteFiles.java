package dev.kaniko.ports.context;

import dev.kaniko.domain.filesystem.FileContent;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/** Fetches single files over HTTP for ADD. */
public interface RemoteFiles {

  /**
   * Downloads to a file of the build's own; the content can be read until the build ends.
   *
   * @param largest number of bytes that are taken; a longer file is refused, and before it has
   *     filled the disk
   * @throws dev.kaniko.ports.failure.BuildFailure when there is no such file or no way to get it
   */
  RemoteFile fetch(URI location, long largest);

  /**
   * A file that was downloaded.
   *
   * @param name the last component of the location's path after redirects are <em>not</em>
   *     considered: as the user wrote it
   * @param size in bytes
   * @param lastModified when the server says so
   */
  record RemoteFile(String name, FileContent content, long size, Optional<Instant> lastModified) {}
}
