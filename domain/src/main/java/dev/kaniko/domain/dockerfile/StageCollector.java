package dev.kaniko.domain.dockerfile;

import dev.kaniko.domain.dockerfile.instruction.ArgInstruction;
import dev.kaniko.domain.dockerfile.instruction.Instruction;
import dev.kaniko.domain.dockerfile.instruction.InstructionParser;
import dev.kaniko.domain.dockerfile.syntax.LogicalLine;
import dev.kaniko.domain.source.InvalidDockerfile;
import dev.kaniko.domain.source.Problem;
import java.util.ArrayList;
import java.util.List;

/** Sorts the lines of a file into global arguments and stages, and goes on when one is wrong. */
final class StageCollector {
  private final List<ArgInstruction> globalArgs = new ArrayList<>();
  private final List<Stage> stages = new ArrayList<>();
  private final List<Instruction> instructions = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();

  /**
   * Set once it is no use to say that a FROM is missing: there was one, or something was wrong that
   * may have been meant as one, or it was said already.
   */
  private boolean beyondFrom;

  StageCollector(List<LogicalLine> lines) {
    lines.forEach(this::take);
    endStage();
  }

  List<ArgInstruction> globalArgs() {
    return globalArgs;
  }

  List<Stage> stages() {
    return stages;
  }

  List<Problem> problems() {
    return problems;
  }

  private void take(LogicalLine line) {
    try {
      if (line.keyword().equalsIgnoreCase("from")) {
        beyondFrom = true;
        endStage();
        stages.add(Stage.parse(stages.size(), line));
      } else {
        take(line, InstructionParser.parse(line));
      }
    } catch (InvalidDockerfile e) {
      problems.addAll(e.problems());
      beyondFrom = true;
    }
  }

  private void take(LogicalLine line, Instruction instruction) {
    if (!stages.isEmpty()) {
      instructions.add(instruction);
    } else if (instruction instanceof ArgInstruction arg) {
      globalArgs.add(arg);
    } else if (!beyondFrom) {
      beyondFrom = true;
      throw line.invalid("no build stage in current context");
    }
  }

  private void endStage() {
    if (!stages.isEmpty()) {
      stages.add(stages.removeLast().with(instructions));
      instructions.clear();
    }
  }
}
