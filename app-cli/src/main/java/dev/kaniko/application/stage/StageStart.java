package dev.kaniko.application.stage;

import dev.kaniko.domain.dockerfile.instruction.Instruction;
import dev.kaniko.domain.image.ImageFormat;
import dev.kaniko.domain.stage.StageState;
import dev.kaniko.ports.layer.ImageLayer;
import dev.kaniko.ports.rootfs.RootFilesystem;
import java.util.List;
import java.util.concurrent.Future;

/**
 * What a stage begins with, once FROM is done.
 *
 * @param label of the stage, for people; empty when it is the only one
 * @param instructions the triggers of the base, then the stage's own
 */
record StageStart(
    String label,
    StageState state,
    ImageFormat format,
    RootFilesystem root,
    List<Future<ImageLayer>> baseLayers,
    List<Instruction> instructions) {
  StageStart {
    baseLayers = List.copyOf(baseLayers);
    instructions = List.copyOf(instructions);
  }
}
