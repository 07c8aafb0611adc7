package dev.kaniko.application.cache;

import dev.kaniko.domain.dockerfile.instruction.Instruction.FileInstruction;
import dev.kaniko.domain.dockerfile.instruction.RunInstruction;
import dev.kaniko.domain.dockerfile.instruction.WorkdirInstruction;
import dev.kaniko.ports.cache.LayerCache;
import dev.kaniko.ports.layer.LayerReader;

/**
 * That layers are cached, and how.
 *
 * @param reader makes cached layers part of a stage's files
 * @param runLayers whether layers of RUN are
 * @param copyLayers whether layers of COPY and ADD are
 * @param store whether new layers are kept
 */
public record Caching(
    LayerCache cache, LayerReader reader, boolean runLayers, boolean copyLayers, boolean store) {

  /** WORKDIR's layer is next to nothing, but without it a stage would need its base's files. */
  public boolean covers(FileInstruction instruction) {
    return switch (instruction) {
      case RunInstruction _ -> runLayers;
      case WorkdirInstruction _ -> true;
      default -> copyLayers;
    };
  }
}
