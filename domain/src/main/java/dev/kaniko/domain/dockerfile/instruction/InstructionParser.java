package dev.kaniko.domain.dockerfile.instruction;

import dev.kaniko.domain.dockerfile.syntax.LogicalLine;
import dev.kaniko.domain.source.NearestName;
import dev.kaniko.domain.source.QuotedText;
import java.util.List;
import java.util.Locale;

/** Says what a logical line means. */
public final class InstructionParser {
  private static final List<String> KEYWORDS =
      List.of(
          "ADD",
          "ARG",
          "CMD",
          "COPY",
          "ENTRYPOINT",
          "ENV",
          "EXPOSE",
          "FROM",
          "HEALTHCHECK",
          "LABEL",
          "MAINTAINER",
          "ONBUILD",
          "RUN",
          "SHELL",
          "STOPSIGNAL",
          "USER",
          "VOLUME",
          "WORKDIR");

  private InstructionParser() {}

  /**
   * Types any instruction but FROM, which begins a stage and is none of its instructions.
   *
   * @throws dev.kaniko.domain.source.InvalidDockerfile with what is wrong with the line
   */
  public static Instruction parse(LogicalLine line) {
    return switch (line.keyword().toUpperCase(Locale.ROOT)) {
      case "ADD" -> AddInstruction.parse(line);
      case "ARG" -> ArgInstruction.parse(line);
      case "CMD" -> CmdInstruction.parse(line);
      case "COPY" -> CopyInstruction.parse(line);
      case "ENTRYPOINT" -> EntrypointInstruction.parse(line);
      case "ENV" -> EnvInstruction.parse(line);
      case "EXPOSE" -> ExposeInstruction.parse(line);
      case "HEALTHCHECK" -> HealthcheckInstruction.parse(line);
      case "LABEL" -> LabelInstruction.parse(line);
      case "MAINTAINER" -> MaintainerInstruction.parse(line);
      case "ONBUILD" -> OnBuildInstruction.parse(line);
      case "RUN" -> RunInstruction.parse(line);
      case "SHELL" -> ShellInstruction.parse(line);
      case "STOPSIGNAL" -> StopSignalInstruction.parse(line);
      case "USER" -> UserInstruction.parse(line);
      case "VOLUME" -> VolumeInstruction.parse(line);
      case "WORKDIR" -> WorkdirInstruction.parse(line);
      default ->
          throw line.invalidAt(
              line.keyword(),
              "unknown instruction: " + QuotedText.cut(line.keyword()),
              NearestName.of(line.keyword(), KEYWORDS));
    };
  }
}
