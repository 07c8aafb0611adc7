package dev.kaniko.ports.rootfs;

import dev.kaniko.ports.layer.ImageLayer;
import java.util.List;

/**
 * Makes the roots of one build's stages. May be used by several threads; closing it closes every
 * root and removes all that they left on the machine.
 */
public interface RootFilesystems extends AutoCloseable {

  /** True when several stages may have their roots, and run commands, at the same time. */
  boolean allowsParallelStages();

  /**
   * True when the contents that {@link RootFilesystem#changes} gives can be read until the build
   * ends. Where it is false, they are read from the root itself: the layer has to be written, and
   * everything else that is wanted of them taken, before the same root is {@linkplain
   * RootFilesystem#mount mounted} again.
   */
  boolean changesStayReadable();

  /**
   * A root with the files of an image, or an empty one. Nothing is fetched before something is
   * asked of the root.
   *
   * @param layers lowest first; none for scratch
   */
  RootFilesystem fromLayers(List<ImageLayer> layers);

  /**
   * A root that starts as {@code parent} is now; the parent is not changed any more from here on.
   */
  RootFilesystem fork(RootFilesystem parent);

  @Override
  void close();
}
