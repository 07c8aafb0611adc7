package dev.kaniko.domain.dockerfile;

import dev.kaniko.domain.corpus.RecordText;
import dev.kaniko.domain.corpus.Visible;
import dev.kaniko.domain.dockerfile.expansion.Expansion;
import dev.kaniko.domain.dockerfile.expansion.ExpansionException;
import dev.kaniko.domain.dockerfile.instruction.ExposeInstruction;
import dev.kaniko.domain.dockerfile.instruction.Instruction;
import dev.kaniko.domain.dockerfile.instruction.RunInstruction;
import dev.kaniko.domain.dockerfile.syntax.CheckOptions;
import dev.kaniko.domain.source.InvalidDockerfile;
import dev.kaniko.domain.source.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What reading a Dockerfile gives, as text: its instructions, or its problems. */
final class DockerfileText {
  private DockerfileText() {}

  static String outcome(byte[] content) {
    try {
      return of(DockerfileParser.parse("Dockerfile", content));
    } catch (InvalidDockerfile e) {
      return problems(e);
    }
  }

  static String problems(InvalidDockerfile e) {
    return e.problems().stream()
        .map(problem -> Visible.show(problem.toString()))
        .collect(Collectors.joining("\n"));
  }

  /** What the instructions of a stage are once expanded; FROM is put behind a directive. */
  static String expandedOutcome(String text, Function<String, Optional<String>> variables) {
    int directiveEnd = text.startsWith("# escape=") ? text.indexOf('\n') + 1 : 0;
    String whole =
        text.substring(0, directiveEnd) + "FROM scratch\n" + text.substring(directiveEnd);
    byte[] content = Visible.bytes(whole);
    Dockerfile dockerfile = DockerfileParser.parse("Dockerfile", content).dockerfile();
    return dockerfile.stages().getFirst().instructions().stream()
        .map(instruction -> expanded(instruction, new Expansion(dockerfile.escape(), variables)))
        .collect(Collectors.joining("\n"));
  }

  private static String expanded(Instruction instruction, Expansion expansion) {
    try {
      Instruction expanded = instruction.expand(expansion);
      String missed = expansion.undefinedNames().isEmpty() ? "" : " " + expansion.undefinedNames();
      return RecordText.of(expanded) + meaning(expanded) + missed;
    } catch (ExpansionException e) {
      return "!" + Visible.show(e.getMessage());
    } catch (InvalidDockerfile e) {
      return problems(e);
    }
  }

  private static String meaning(Instruction instruction) {
    return switch (instruction) {
      case ExposeInstruction expose -> " -> " + expose.canonicalPorts();
      case RunInstruction run ->
          " -> " + RecordText.of(run.program()) + " " + RecordText.of(run.parsedMounts());
      default -> "";
    };
  }

  static String of(Instruction instruction) {
    return RecordText.lines(instruction.position()) + " " + RecordText.of(instruction);
  }

  private static String of(ParsedDockerfile parsed) {
    List<String> lines = new ArrayList<>();
    for (Problem warning : parsed.warnings()) {
      lines.add("warning " + Visible.show(warning.toString()));
    }
    parsed
        .emptyContinuations()
        .forEach(position -> lines.add("empty continuation " + RecordText.lines(position)));
    if (parsed.dockerfile().escape() != '\\') {
      lines.add("escape " + parsed.dockerfile().escape());
    }
    if (!parsed.check().equals(CheckOptions.NONE)) {
      lines.add("check " + RecordText.of(parsed.check()));
    }
    parsed.lines().stream()
        .filter(line -> !line.comments().isEmpty())
        .map(line -> "above " + RecordText.lines(line.position()) + " " + line.comments())
        .forEach(lines::add);
    parsed.dockerfile().globalArgs().forEach(arg -> lines.add(of(arg)));
    for (Stage stage : parsed.dockerfile().stages()) {
      lines.add(RecordText.lines(stage.position()) + " " + RecordText.of(stage.with(List.of())));
      stage.instructions().forEach(instruction -> lines.add("  " + of(instruction)));
    }
    return String.join("\n", lines);
  }
}
