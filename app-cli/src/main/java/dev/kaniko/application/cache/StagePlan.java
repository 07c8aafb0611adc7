package dev.kaniko.application.cache;

import dev.kaniko.domain.cache.CacheKey;
import dev.kaniko.domain.dockerfile.instruction.Instruction;
import dev.kaniko.domain.stage.StageState;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of a stage before it is built.
 *
 * @param instructions its base's triggers, then its own, as written
 * @param steps those that are about files, by their index among the instructions; from the first
 *     one on of which too little is known, there are none
 * @param end the state after the last instruction; its history is not that of the image
 * @param last the key by definition of what the stage ends with; empty when too little is known
 */
public record StagePlan(
    List<Instruction> instructions,
    Map<Integer, PlannedStep> steps,
    StageState end,
    Optional<CacheKey> last) {
  public StagePlan {
    instructions = List.copyOf(instructions);
    steps = Map.copyOf(steps);
  }
}
