package dev.kaniko.application.plan;

import dev.kaniko.domain.dockerfile.instruction.AddInstruction;
import dev.kaniko.domain.dockerfile.instruction.CopyInstruction;
import dev.kaniko.domain.dockerfile.instruction.Instruction;
import dev.kaniko.domain.dockerfile.instruction.RunInstruction;
import dev.kaniko.domain.source.Problem;
import dev.kaniko.ports.rootfs.CommandRunner.Obstacle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds what a stage asks for that the executor cannot do yet, or not on this machine, before
 * anything has run: what is parsed is either executed or refused.
 */
public final class Unsupported {
  private final List<Problem> problems = new ArrayList<>();

  private final Optional<Obstacle> obstacle;

  private Unsupported(Optional<Obstacle> obstacle) {
    this.obstacle = obstacle;
  }

  /**
   * @param obstacle why no command can be run, if that is so
   */
  public static List<Problem> in(List<Instruction> instructions, Optional<Obstacle> obstacle) {
    Unsupported refusals = new Unsupported(obstacle);
    instructions.forEach(refusals::check);
    return refusals.problems;
  }

  private void check(Instruction instruction) {
    switch (instruction) {
      case Instruction.ConfigInstruction _, Instruction.ScopeInstruction _ -> {}
      case Instruction.FileInstruction file -> {
        switch (file) {
          case AddInstruction _, CopyInstruction _ -> {}
          case RunInstruction run -> checkRun(run);
          case dev.kaniko.domain.dockerfile.instruction.WorkdirInstruction _ -> {}
        }
      }
    }
  }

  private void checkRun(RunInstruction run) {
    obstacle.ifPresent(
        it -> problems.add(Problem.at(run.position(), "RUN: " + it.reason()).withHint(it.hint())));
    refuse(run, !run.devices().isEmpty(), "RUN --device", "do without the device");
    refuse(
        run,
        run.security().filter(s -> !s.equals("sandbox")).isPresent(),
        "RUN --security=" + run.security().orElse(""),
        "only sandbox is there");
  }

  private void refuse(Instruction instruction, boolean used, String what, String hint) {
    if (used) {
      problems.add(
          Problem.at(instruction.position(), what + " is not built into this version yet")
              .withHint(hint));
    }
  }
}
