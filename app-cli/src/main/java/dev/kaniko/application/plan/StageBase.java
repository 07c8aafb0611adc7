package dev.kaniko.application.plan;

import dev.kaniko.domain.dockerfile.Stage;
import dev.kaniko.domain.filesystem.FileTree;
import dev.kaniko.domain.image.ImageReference;
import dev.kaniko.domain.image.Platform;
import dev.kaniko.domain.source.Problem;
import dev.kaniko.ports.failure.UserMistakes;
import dev.kaniko.ports.registry.ImageRegistry;
import dev.kaniko.ports.registry.ResolvedImage;
import dev.kaniko.ports.registry.StoredImage;

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
  record Files(String name, FileTree files) implements StageBase {

    /** The mistake of a stage that would start from them. */
    public UserMistakes isNoBase(Stage stage) {
      return new UserMistakes(
          Problem.at(
                  stage.position(),
                  "FROM " + stage.base() + ": the build context " + name + " is a directory")
              .withHint("an image is named by docker-image://NAME; COPY --from takes files"));
    }
  }

  /** An image, wherever it is. */
  sealed interface BaseImage extends StageBase {

    /**
     * @param registry where images are that are not elsewhere
     * @throws dev.kaniko.ports.failure.BuildFailure when it cannot be had
     */
    ResolvedImage resolve(ImageRegistry registry);
  }

  /** An image of a registry. */
  record Image(ImageReference reference, Platform platform) implements BaseImage {
    @Override
    public ResolvedImage resolve(ImageRegistry registry) {
      return registry.resolve(reference, platform);
    }
  }

  /** An image in files of this machine, which {@code --build-context} has named. */
  record LocalImage(StoredImage image, Platform platform) implements BaseImage {
    @Override
    public ResolvedImage resolve(ImageRegistry registry) {
      return image.resolve(platform);
    }
  }
}
