package dev.kaniko.ports.context;

import dev.kaniko.domain.copy.RepositoryLocation;
import dev.kaniko.domain.filesystem.FileTree;
import java.util.Optional;

/** Fetches the files of repositories for ADD. */
public interface RemoteTrees {

  /**
   * The commit that a location leads to, found once in a build; empty when only fetching would
   * tell.
   *
   * @throws dev.kaniko.ports.failure.BuildFailure when there is none
   */
  Optional<String> revision(RepositoryLocation location);

  /**
   * The files, of the commit that {@link #revision} has told if it was asked. Fetched once; they
   * stay until the build ends.
   *
   * @throws dev.kaniko.ports.failure.BuildFailure when they cannot be had
   */
  FileTree fetch(RepositoryLocation location);
}
