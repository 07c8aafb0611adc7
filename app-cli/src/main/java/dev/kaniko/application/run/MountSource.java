package dev.kaniko.application.run;

import dev.kaniko.domain.dockerfile.instruction.RunInstruction;
import dev.kaniko.domain.filesystem.FileTree;

/** Finds what a mount takes its files from. */
@FunctionalInterface
public interface MountSource {

  /**
   * The files of another stage or an image, once they are there.
   *
   * @param from as written
   * @param target as written, for messages
   */
  FileTree filesOf(RunInstruction run, String from, String target) throws InterruptedException;
}
