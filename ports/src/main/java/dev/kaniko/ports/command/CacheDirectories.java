package dev.kaniko.ports.command;

import dev.kaniko.domain.dockerfile.mount.RunMount;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.filesystem.FileTree;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The directories of {@code RUN --mount=type=cache}, which are kept from build to build. May be
 * used by several threads, and by several builds at the same time.
 */
public interface CacheDirectories {

  /**
   * Takes the directory of a cache, which is made if there is none yet; waits while others use it
   * and it cannot be shared.
   *
   * @param namespace tells caches of one id apart; may be empty
   * @param seed what a new cache starts with; empty for nothing
   * @throws InterruptedException when the build was cancelled while waiting
   */
  Lease take(String namespace, RunMount.Cache cache, Optional<Seed> seed)
      throws InterruptedException;

  /**
   * @param source a directory in {@code tree}, free of links
   */
  record Seed(FileTree tree, FilePath source) {}

  /** A cache as long as a command uses it. */
  interface Lease extends AutoCloseable {
    Path directory();

    @Override
    void close();
  }
}
