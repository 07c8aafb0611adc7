package dev.kaniko.application;

import dev.kaniko.domain.filesystem.FileTree;
import dev.kaniko.domain.image.ImageReference;
import dev.kaniko.ports.registry.StoredImage;

/** What {@code --build-context} puts in the place of a name of the Dockerfile. */
public sealed interface NamedContext {

  /**
   * @param files ignored ones already left out
   */
  record Files(FileTree files) implements NamedContext {}

  /** An image of a registry. */
  record Image(ImageReference reference) implements NamedContext {}

  /** An image in files of this machine. */
  record Stored(StoredImage image) implements NamedContext {}

  /** Nothing, as {@code scratch}. */
  record Empty() implements NamedContext {}
}
