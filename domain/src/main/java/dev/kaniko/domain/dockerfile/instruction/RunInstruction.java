package dev.kaniko.domain.dockerfile.instruction;

import dev.kaniko.domain.dockerfile.expansion.Expansion;
import dev.kaniko.domain.dockerfile.mount.RunMount;
import dev.kaniko.domain.dockerfile.syntax.BuilderFlags;
import dev.kaniko.domain.dockerfile.syntax.BuilderFlags.Kind;
import dev.kaniko.domain.dockerfile.syntax.Heredoc;
import dev.kaniko.domain.dockerfile.syntax.LogicalLine;
import dev.kaniko.domain.source.InvalidDockerfile;
import dev.kaniko.domain.source.NearestName;
import dev.kaniko.domain.source.Problem;
import dev.kaniko.domain.source.QuotedText;
import dev.kaniko.domain.source.SourcePosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * RUN.
 *
 * @param command its shell form holds the instruction's text without flags
 * @param heredocs in the order of their words on the line; none in exec form
 * @param mounts the values of every {@code --mount}, as written
 * @param network of {@code --network}: {@code default}, {@code none} or {@code host}
 * @param security of {@code --security}: {@code sandbox} or {@code insecure}
 * @param devices the values of every {@code --device}, as written
 */
public record RunInstruction(
    SourcePosition position,
    String original,
    CommandLine command,
    List<Heredoc> heredocs,
    List<String> mounts,
    Optional<String> network,
    Optional<String> security,
    List<String> devices)
    implements Instruction.FileInstruction {
  private static final Map<String, Kind> FLAGS =
      Map.of(
          "mount", Kind.REPEATED,
          "network", Kind.SINGLE,
          "security", Kind.SINGLE,
          "device", Kind.REPEATED);

  public RunInstruction {
    heredocs = List.copyOf(heredocs);
    mounts = List.copyOf(mounts);
    devices = List.copyOf(devices);
  }

  static RunInstruction parse(LogicalLine line) {
    BuilderFlags flags = BuilderFlags.parse(line, FLAGS);
    CommandLine command = CommandLine.parse(line);
    if (command instanceof CommandLine.ExecForm(List<String> arguments) && arguments.isEmpty()) {
      throw line.invalid("RUN [] names no program to run");
    }
    Optional<String> network = flags.value("network");
    Optional<String> security = flags.value("security");
    network.ifPresent(v -> check(line, "network mode", v, List.of("default", "none", "host")));
    security.ifPresent(v -> check(line, "security mode", v, List.of("sandbox", "insecure")));
    List<String> mounts = flags.values("mount");
    checkMounts(line, mounts);
    List<String> devices = flags.values("device");
    if (devices.stream().anyMatch(String::isBlank)) {
      throw line.invalid("missing a value on flag: --device");
    }
    return new RunInstruction(
        line.position(), line.text(), command, line.heredocs(), mounts, network, security, devices);
  }

  private static void check(LogicalLine line, String what, String value, List<String> known) {
    if (!known.contains(value)) {
      throw line.invalidAt(
          value, "invalid " + what + " " + QuotedText.of(value), NearestName.of(value, known));
    }
  }

  private static void checkMounts(LogicalLine line, List<String> mounts) {
    for (String mount : mounts) {
      try {
        RunMount.check(mount);
      } catch (IllegalArgumentException e) {
        throw line.invalidAt(mount, e.getMessage());
      }
    }
  }

  /** Only the mounts have variables for the builder; the text is the shell's. */
  @Override
  public RunInstruction expand(Expansion expansion) {
    List<String> expanded =
        mounts.stream().map(mount -> RunMount.expand(mount, expansion)).toList();
    return new RunInstruction(
        position, original, command, heredocs, expanded, network, security, devices);
  }

  /**
   * The mounts in the order given. Only after expansion.
   *
   * @throws InvalidDockerfile with the first that is malformed
   */
  public List<RunMount> parsedMounts() {
    List<RunMount> parsed = new ArrayList<>();
    for (String mount : mounts) {
      try {
        parsed.add(RunMount.parse(mount));
      } catch (IllegalArgumentException e) {
        throw new InvalidDockerfile(Problem.at(position, e.getMessage()).about(mount));
      }
    }
    return List.copyOf(parsed);
  }

  /**
   * What is to be started. A heredoc that stands alone is the whole program; others are put back
   * behind the line, for the shell to redirect.
   */
  public RunProgram program() {
    return switch (command) {
      case CommandLine.ExecForm(List<String> arguments) -> new RunProgram.Arguments(arguments);
      case CommandLine.ShellForm(String text) when heredocs.isEmpty() ->
          new RunProgram.ShellText(text);
      case CommandLine.ShellForm(String text) when Heredoc.isAlone(text) ->
          alone(heredocs.getFirst());
      case CommandLine.ShellForm(String text) -> new RunProgram.ShellText(withBodies(text));
    };
  }

  private static RunProgram alone(Heredoc heredoc) {
    return heredoc.body().startsWith("#!")
        ? new RunProgram.Script(heredoc.name(), heredoc.body())
        : new RunProgram.ShellText(heredoc.body());
  }

  private String withBodies(String text) {
    StringBuilder whole = new StringBuilder(text);
    for (Heredoc heredoc : heredocs) {
      whole.append('\n').append(heredoc.body()).append(heredoc.name());
    }
    return whole.toString();
  }
}
