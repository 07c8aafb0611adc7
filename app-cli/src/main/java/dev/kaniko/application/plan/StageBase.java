package dev.kaniko.application.plan;

import dev.kaniko.domain.filesystem.FileTree;
import dev.kaniko.domain.image.ImageReference;
import dev.kaniko.domain.image.Platform;

/** What a stage starts from, or a COPY takes files from. */
public sealed interface StageBase {
  /** Nothing. */
  record Scratch() implements StageBase {}

  /**
   * @param index of an earlier stage
   */
  record EarlierStage(int index) implements StageBase {}

  /**
   * Files that {@code --build-context} has named.
   *
   * @param name as given there
   */
  record Files(String name, FileTree files) implements StageBase {}

  /** An image of a registry. */
  record Image(ImageReference reference, Platform platform) implements StageBase {}
}
