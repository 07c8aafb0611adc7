package dev.kaniko.ports.command;

import dev.kaniko.domain.filesystem.FileContent;
import dev.kaniko.domain.filesystem.FileMetadata;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.filesystem.FileTree;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Something that a command finds in its root, and that is no part of the root. */
public sealed interface CommandMount {

  /** Where: absolute in the command's root; links on the way are not followed yet. */
  FilePath target();

  /**
   * Files of a tree, a directory or a single file. Changes are lost.
   *
   * @param source in {@code tree}, free of links; something is there
   */
  record Files(FilePath target, FileTree tree, FilePath source, boolean readOnly)
      implements CommandMount {}

  /**
   * A directory of this machine, in which changes stay.
   *
   * @param directory nobody else uses it meanwhile, unless the command runs in a root of its own
   */
  record Kept(FilePath target, Path directory, boolean readOnly) implements CommandMount {}

  /**
   * A read-only file that is written to no disk where that can be helped.
   *
   * @param metadata its time is that of the mount
   */
  record Content(FilePath target, FileContent content, FileMetadata metadata)
      implements CommandMount {}

  /**
   * A file system in memory.
   *
   * @param size its limit in bytes; empty for none
   * @param mode of its top directory, whose owner is root
   */
  record Memory(FilePath target, OptionalLong size, int mode, boolean readOnly)
      implements CommandMount {}

  /**
   * A socket that leads to another one of this machine.
   *
   * @param metadata its time is that of the mount
   */
  record Socket(FilePath target, Path leadsTo, FileMetadata metadata) implements CommandMount {}
}
