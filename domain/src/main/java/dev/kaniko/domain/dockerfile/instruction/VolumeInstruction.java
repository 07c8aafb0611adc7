package dev.kaniko.domain.dockerfile.instruction;

import dev.kaniko.domain.dockerfile.expansion.Expansion;
import dev.kaniko.domain.dockerfile.syntax.BuilderFlags;
import dev.kaniko.domain.dockerfile.syntax.LogicalLine;
import dev.kaniko.domain.source.Blank;
import dev.kaniko.domain.source.InvalidDockerfile;
import dev.kaniko.domain.source.Problem;
import dev.kaniko.domain.source.SourcePosition;
import java.util.List;

/**
 * VOLUME; only the config knows of it, later writes below the paths are kept.
 *
 * @param paths none of them empty
 */
public record VolumeInstruction(SourcePosition position, String original, List<String> paths)
    implements Instruction.ConfigInstruction {

  /**
   * @throws InvalidDockerfile for an empty path
   */
  public VolumeInstruction {
    paths = List.copyOf(paths);
    if (paths.contains("")) {
      throw new InvalidDockerfile(
          Problem.at(position, "VOLUME specified can not be an empty string"));
    }
  }

  static VolumeInstruction parse(LogicalLine line) {
    List<String> paths = line.jsonArray().orElseGet(line::words);
    if (paths.isEmpty()) {
      throw line.invalid("VOLUME requires at least one argument");
    }
    BuilderFlags.parseNone(line);
    return new VolumeInstruction(
        line.position(), line.text(), paths.stream().map(Blank::trim).toList());
  }

  @Override
  public VolumeInstruction expand(Expansion expansion) {
    List<String> expanded = paths.stream().map(expansion::word).toList();
    return new VolumeInstruction(position, original, expanded);
  }
}
