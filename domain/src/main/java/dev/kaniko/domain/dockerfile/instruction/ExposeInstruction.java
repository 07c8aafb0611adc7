package dev.kaniko.domain.dockerfile.instruction;

import dev.kaniko.domain.dockerfile.expansion.Expansion;
import dev.kaniko.domain.dockerfile.syntax.BuilderFlags;
import dev.kaniko.domain.dockerfile.syntax.LogicalLine;
import dev.kaniko.domain.dockerfile.value.PortSpecification;
import dev.kaniko.domain.source.InvalidDockerfile;
import dev.kaniko.domain.source.Problem;
import dev.kaniko.domain.source.SourcePosition;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * EXPOSE.
 *
 * @param ports as written: {@code 80}, {@code 8000-8003/udp}, {@code $PORT}
 */
public record ExposeInstruction(SourcePosition position, String original, List<String> ports)
    implements Instruction.ConfigInstruction {
  public ExposeInstruction {
    ports = List.copyOf(ports);
  }

  static ExposeInstruction parse(LogicalLine line) {
    List<String> ports = line.words();
    if (ports.isEmpty()) {
      throw line.invalid("EXPOSE requires at least one argument");
    }
    BuilderFlags.parseNone(line);
    return new ExposeInstruction(line.position(), line.text(), ports);
  }

  /** A variable may hold several ports, or none. */
  @Override
  public ExposeInstruction expand(Expansion expansion) {
    List<String> expanded = ports.stream().flatMap(p -> expansion.words(p).stream()).toList();
    return new ExposeInstruction(position, original, expanded);
  }

  /**
   * The single ports as an image config names them, {@code 80/tcp}. Only after expansion.
   *
   * @throws InvalidDockerfile with every port that is malformed
   */
  public SortedSet<String> canonicalPorts() {
    SortedSet<String> canonical = new TreeSet<>();
    List<Problem> problems = new ArrayList<>();
    for (String port : ports) {
      try {
        canonical.addAll(PortSpecification.ports(port));
      } catch (IllegalArgumentException e) {
        problems.add(Problem.at(position, e.getMessage()).about(port));
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidDockerfile(problems);
    }
    return canonical;
  }
}
