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
 * @param verify whether a layer is read in full before it is used, though nobody needs its files
 * @param explain whether it is told what has changed since the last build
 */
public record Caching(
    LayerCache cache,
    LayerReader reader,
    boolean runLayers,
    boolean copyLayers,
    boolean store,
    boolean verify,
    boolean explain) {

  /** WORKDIR's layer is next to nothing, but without it a stage would need its base's files. */
  public boolean covers(FileInstruction instruction) {
    return switch (instruction) {
      case RunInstruction _ -> runLayers;
      case WorkdirInstruction _ -> true;
      default -> copyLayers;
    };
  }
}
