package dev.kaniko.adapters.rootfs.root.directory;

import dev.kaniko.domain.filesystem.FileTree;
import dev.kaniko.ports.layer.ImageLayer;
import java.util.List;

/** What a root is made from. */
sealed interface Origin {

  /**
   * @param layers the lowest first; none for an empty root
   */
  record Image(List<ImageLayer> layers) implements Origin {}

  /**
   * @param tree another root's, which changes no more
   */
  record Copy(FileTree tree) implements Origin {}
}
