package dev.kaniko.application.plan;

import dev.kaniko.domain.dockerfile.expansion.Expansion;
import dev.kaniko.domain.dockerfile.expansion.ExpansionException;
import dev.kaniko.domain.dockerfile.instruction.ArgInstruction;
import dev.kaniko.domain.dockerfile.instruction.ArgInstruction.BuildArg;
import dev.kaniko.domain.dockerfile.instruction.Instruction;
import dev.kaniko.domain.stage.HistoryText;
import dev.kaniko.domain.stage.StageState;
import dev.kaniko.ports.failure.UserMistakes;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * What of an instruction needs nothing but what the stage has come to: its variables, and ARG.
 *
 * @param escape the Dockerfile's escape character
 */
public record ConfigSteps(BuildArguments arguments, char escape) {

  /** The instruction with its variables replaced. */
  public Instruction expand(Instruction instruction, StageState state) {
    try {
      return instruction.expand(expansion(state));
    } catch (ExpansionException e) {
      throw new UserMistakes(e.at(instruction.position()));
    }
  }

  /** The state after ARG. */
  public StageState declare(ArgInstruction instruction, StageState before) {
    StageState state = before;
    SequencedMap<String, Optional<String>> values = new LinkedHashMap<>();
    for (BuildArg arg : instruction.arguments()) {
      try {
        values.put(arg.name(), arguments.valueOf(arg, expansion(state)));
      } catch (ExpansionException e) {
        throw new UserMistakes(e.at(instruction.position()));
      }
      state = state.declare(arg, values.get(arg.name()));
    }
    return state.record(HistoryText.arg(values), Optional.empty());
  }

  private Expansion expansion(StageState state) {
    return new Expansion(escape, state.scope()::get);
  }
}
