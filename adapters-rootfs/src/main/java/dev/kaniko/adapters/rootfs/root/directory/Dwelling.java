package dev.kaniko.adapters.rootfs.root.directory;

import dev.kaniko.adapters.rootfs.root.ImageUnpacker;
import dev.kaniko.adapters.rootfs.tree.LeftAlone;
import dev.kaniko.adapters.rootfs.tree.write.SkippedContent;
import dev.kaniko.domain.filesystem.FileTree;
import dev.kaniko.domain.filesystem.LayerEntry;
import dev.kaniko.ports.layer.ImageLayer;
import dev.kaniko.ports.rootfs.RootMount;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/**
 * Where the files of one root are kept, empty at first. It may move while nobody looks: what {@link
 * #tree} gives, and the contents of its files, can be read wherever it is.
 *
 * <p>Closing it lets its descriptors go; its files belong to who made it.
 */
public interface Dwelling extends Closeable {

  /** Fills it with an image. */
  void unpack(List<ImageLayer> layers, ImageUnpacker unpacker) throws IOException;

  /** Lays the entries of one layer over the files. */
  void apply(List<LayerEntry> entries, SkippedContent skipped) throws IOException;

  /** The files as they are now, and as they will be. */
  FileTree tree();

  /** Brings the files to where commands run. */
  Entrance enter() throws IOException;

  /**
   * @param mount what a command runner is told
   * @param moved the files have been elsewhere: what an index said of them is true no more
   */
  record Entrance(RootMount mount, boolean moved) {}

  /** The metadata of all files that a command can change. Asked after {@link #enter}. */
  MetadataIndex index() throws IOException;

  /** Nothing comes between this and the command. */
  default void readyForCommand() throws IOException {}

  /**
   * What a command has changed, as the entries of a layer.
   *
   * @param before the index of before the command
   * @param after the index of now
   * @param covered places that the command did not reach
   */
  default List<LayerEntry> changes(MetadataIndex before, MetadataIndex after, LeftAlone covered)
      throws IOException {
    return before.changesTo(after, tree(), covered);
  }

  /**
   * Nobody asks for what a command has changed since {@code before}; {@link #tree} has it all the
   * same.
   */
  default void passOver(MetadataIndex before) throws IOException {}
}
