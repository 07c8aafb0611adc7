package dev.kaniko.domain.dockerfile;

import dev.kaniko.domain.check.DockerfileCheck;
import dev.kaniko.domain.dockerfile.expansion.Expansion;
import dev.kaniko.domain.dockerfile.expansion.ExpansionException;
import dev.kaniko.domain.dockerfile.instruction.ArgInstruction;
import dev.kaniko.domain.dockerfile.instruction.ExposeInstruction;
import dev.kaniko.domain.dockerfile.instruction.Instruction;
import dev.kaniko.domain.dockerfile.instruction.OnBuildInstruction;
import dev.kaniko.domain.dockerfile.instruction.RunInstruction;
import dev.kaniko.domain.dockerfile.syntax.CheckOptions;
import dev.kaniko.domain.dockerfile.syntax.LogicalLines;
import dev.kaniko.domain.source.InvalidDockerfile;
import java.util.Map;
import java.util.Optional;

/** What a fuzzer calls: {@link FuzzTest} of the tests, or Jazzer, which needs no more than this. */
public final class DockerfileFuzzTarget {
  private static final Map<String, String> VARIABLES =
      Map.of("A", "a*b c", "E", "", "N", "65535", "Q", "'\"\\$A", "L", "x".repeat(1_000));

  private DockerfileFuzzTarget() {}

  /** Jazzer's name for it; any exception is a finding. */
  public static void fuzzerTestOneInput(byte[] input) {
    read(input);
  }

  /**
   * Does with a Dockerfile all that can be done before a build.
   *
   * @return false when it was refused, by the exception that is meant for that
   */
  static boolean read(byte[] input) {
    DockerfileCheck.linesOnly(LogicalLines.ofFile("f", input), CheckOptions.NONE);
    ParsedDockerfile parsed;
    try {
      parsed = DockerfileParser.parse("f", input);
    } catch (InvalidDockerfile _) {
      return false;
    }
    DockerfileCheck.ofText(parsed, parsed.check());
    char escape = parsed.dockerfile().escape();
    for (Stage stage : parsed.dockerfile().stages()) {
      expand(() -> stage.expand(expansion(escape)));
      stage.instructions().forEach(instruction -> expand(instruction, escape));
    }
    parsed.dockerfile().globalArgs().forEach(arg -> expand(arg, escape));
    return true;
  }

  private static Expansion expansion(char escape) {
    return new Expansion(escape, name -> Optional.ofNullable(VARIABLES.get(name)));
  }

  private static void expand(Instruction written, char escape) {
    expand(
        () -> {
          switch (written.expand(expansion(escape))) {
            case ArgInstruction arg -> arg.arguments().forEach(it -> it.expand(expansion(escape)));
            case ExposeInstruction expose -> expose.canonicalPorts();
            case RunInstruction run -> {
              run.program();
              run.parsedMounts();
            }
            case OnBuildInstruction onBuild ->
                DockerfileParser.parseTrigger(onBuild.trigger(), escape, onBuild.position());
            default -> {}
          }
        });
  }

  private static void expand(Runnable expansion) {
    try {
      expansion.run();
    } catch (ExpansionException | InvalidDockerfile _) {
      // The user's mistake, told as one.
    }
  }
}
