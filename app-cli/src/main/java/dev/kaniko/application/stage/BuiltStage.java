package dev.kaniko.application.stage;

import dev.kaniko.domain.image.ImageFormat;
import dev.kaniko.domain.stage.StageState;
import dev.kaniko.ports.layer.ImageLayer;
import dev.kaniko.ports.rootfs.RootFilesystem;
import java.util.List;
import java.util.concurrent.Future;

/**
 * A stage that was built.
 *
 * @param state its config, whose diffIds are still those of the image it began with
 * @param format of the image it began with
 * @param layers all of them, the base's first; those of its own may still be under way, and are
 *     missing in a stage that no image is made of
 * @param root its files
 */
public record BuiltStage(
    StageState state, ImageFormat format, List<Future<ImageLayer>> layers, RootFilesystem root) {
  public BuiltStage {
    layers = List.copyOf(layers);
  }
}
