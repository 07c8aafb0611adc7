package dev.kaniko.adapters.rootfs.root.directory;

import dev.kaniko.domain.filesystem.FileTree;
import dev.kaniko.ports.rootfs.CommandRunner.Obstacle;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/** Makes the dwellings of one build; closing it removes what they are made of. */
public interface Dwellings extends Closeable {

  /** True when commands can run in several dwellings at the same time. */
  boolean severalAtOnce();

  /** Why no command could run over these files; empty when nothing is in the way. */
  default Optional<Obstacle> obstacle(FileTree files) {
    return Optional.empty();
  }

  /** One more, empty. */
  Dwelling next() throws IOException;
}
