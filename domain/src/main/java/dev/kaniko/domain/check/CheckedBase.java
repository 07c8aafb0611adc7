package dev.kaniko.domain.check;

import dev.kaniko.domain.image.ImageConfig;
import dev.kaniko.domain.image.Platform;

/** What a stage starts from, as far as the checks need to know. */
public sealed interface CheckedBase {
  /** Nothing. */
  record Scratch() implements CheckedBase {}

  /**
   * An earlier stage.
   *
   * @param index of the stage
   */
  record Earlier(int index) implements CheckedBase {}

  /**
   * An image.
   *
   * @param name as FROM says it, variables replaced
   * @param wanted what it is taken for
   */
  record Image(String name, Platform wanted, ImageConfig config) implements CheckedBase {}

  /** Something whose variables are not known, so that none can be called undefined. */
  record Unknown() implements CheckedBase {}
}
