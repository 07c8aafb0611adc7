package dev.kaniko.domain.copy;

import dev.kaniko.domain.account.Accounts.Owner;
import dev.kaniko.domain.filesystem.FileMetadata;
import dev.kaniko.domain.filesystem.ModeChange;
import java.time.Instant;
import java.util.Optional;

/**
 * What an instruction says about the files it makes.
 *
 * @param owner of {@code --chown}; empty to keep the source's
 * @param mode of {@code --chmod}; empty to keep the source's
 * @param now the mtime of directories that the copy makes or adds to
 */
public record CopyRules(Optional<Owner> owner, Optional<ModeChange> mode, Instant now) {
  /** Mode of directories that nobody asked for by name. */
  private static final int IMPLIED_DIRECTORY = 0755;

  /** The metadata of a copy of a file with {@code source}'s. */
  FileMetadata applyTo(FileMetadata source, boolean directory) {
    FileMetadata owned = owner.map(o -> source.withOwner(o.uid(), o.gid())).orElse(source);
    return mode.map(m -> owned.withMode(m.apply(owned.mode(), directory))).orElse(owned);
  }

  /** The metadata of a directory that has to be there for a copy to have a place. */
  FileMetadata impliedDirectory() {
    Owner directoryOwner = owner.orElse(Owner.ROOT);
    int directoryMode = mode.map(m -> m.apply(IMPLIED_DIRECTORY, true)).orElse(IMPLIED_DIRECTORY);
    return new FileMetadata(directoryMode, directoryOwner.uid(), directoryOwner.gid(), now);
  }
}
