package dev.kaniko.ports.registry;

import dev.kaniko.ports.layer.ImageLayer;
import dev.kaniko.ports.registry.ImageDocuments.Described;

/** Where a finished image goes: a registry, a tar, a directory. */
public interface ImageOutput {

  /** For people: {@code registry.example/app:1}, {@code image.tar}. */
  String name();

  /**
   * Fails now if writing is sure to fail later: no right to push, no such directory. Leaves nothing
   * behind.
   */
  void check();

  /**
   * Is told of a layer as soon as it is made, long before {@link #write}, and may start to move it
   * in the background. What fails here fails again, or succeeds, in {@link #write}.
   */
  default void offer(ImageLayer layer) {}

  /** Writes an image or an index: all of it, or nothing that bears its name. */
  void write(Described image);
}
