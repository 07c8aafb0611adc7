package dev.kaniko.ports.context;

import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.filesystem.FileTree;
import java.nio.file.Path;
import java.util.Optional;

/** Gives directories of this machine as trees that nothing leads out of. */
public interface DirectoryTrees {

  /**
   * The files at and below {@code directory}. Links lead nowhere but inside it; it stays open until
   * the build ends.
   */
  FileTree open(Path directory);

  /**
   * As {@link #open}, for the directory that {@code below} leads to inside {@code directory}: links
   * on the way start at, and stop at, {@code directory}. Empty when there is no directory.
   */
  Optional<FileTree> open(Path directory, FilePath below);
}
