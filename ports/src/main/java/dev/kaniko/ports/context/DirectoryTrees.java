package dev.kaniko.ports.context;

import dev.kaniko.domain.filesystem.FileTree;
import java.nio.file.Path;

/** Gives directories of this machine as trees that nothing leads out of. */
public interface DirectoryTrees {

  /**
   * The files at and below {@code directory}. Links lead nowhere but inside it; it stays open until
   * the build ends.
   */
  FileTree open(Path directory);
}
