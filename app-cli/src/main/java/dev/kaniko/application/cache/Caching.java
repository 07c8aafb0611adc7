package dev.kaniko.application.cache;

import dev.kaniko.domain.dockerfile.instruction.Instruction.FileInstruction;
import dev.kaniko.domain.dockerfile.instruction.RunInstruction;
import dev.kaniko.domain.dockerfile.instruction.WorkdirInstruction;
import dev.kaniko.ports.cache.LayerCache;
import dev.kaniko.ports.layer.LayerReader;
import java.util.List;
import java.util.Optional;

/**
 * That layers are cached, and how.
 *
 * @param reader makes cached layers part of a stage's files
 * @param runLayers whether layers of RUN are
 * @param copyLayers whether layers of COPY and ADD are
 * @param read whether layers are looked up
 * @param store whether new layers are kept
 * @param verify whether a layer is read in full before it is used, though nobody needs its files
 * @param explain whether it is told what has changed since the last build
 * @param exports where the cache of the whole build goes
 */
public record Caching(
    LayerCache cache,
    LayerReader reader,
    boolean runLayers,
    boolean copyLayers,
    boolean read,
    boolean store,
    boolean verify,
    boolean explain,
    CacheExports exports) {

  /** Whether the step's layer is looked up. */
  public boolean asksFor(FileInstruction instruction) {
    return read && covers(instruction);
  }

  /** Whether the layers of a build are of use to later ones. */
  public boolean keeps() {
    return store || !exports.isEmpty();
  }

  /** The same for a build that nothing is cached of and whose cache is written nevertheless. */
  public Optional<Caching> onlyExporting() {
    LayerCache nothing = new CacheSources(Optional.empty(), List.of());
    return exports.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Caching(
                nothing, reader, runLayers, copyLayers, false, false, false, false, exports));
  }

  /** WORKDIR's layer is next to nothing, but without it a stage would need its base's files. */
  public boolean covers(FileInstruction instruction) {
    return switch (instruction) {
      case RunInstruction _ -> runLayers;
      case WorkdirInstruction _ -> true;
      default -> copyLayers;
    };
  }
}
