package dev.kaniko.domain.dockerfile;

import dev.kaniko.domain.dockerfile.instruction.Instruction;
import dev.kaniko.domain.dockerfile.instruction.InstructionParser;
import dev.kaniko.domain.dockerfile.instruction.OnBuildInstruction;
import dev.kaniko.domain.dockerfile.syntax.CheckOptions;
import dev.kaniko.domain.dockerfile.syntax.Directive;
import dev.kaniko.domain.dockerfile.syntax.Frontend;
import dev.kaniko.domain.dockerfile.syntax.LogicalLine;
import dev.kaniko.domain.dockerfile.syntax.LogicalLines;
import dev.kaniko.domain.source.InvalidDockerfile;
import dev.kaniko.domain.source.Problem;
import dev.kaniko.domain.source.QuotedText;
import dev.kaniko.domain.source.SourcePosition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Reads Dockerfiles. Variables are left as they are: what they hold is known only while building.
 */
public final class DockerfileParser {
  /** The largest file, in bytes. */
  public static final int LARGEST = 10 << 20;

  private final String file;
  private final List<Problem> problems = new ArrayList<>();
  private final List<Problem> warnings = new ArrayList<>();

  private DockerfileParser(String file) {
    this.file = file;
  }

  /**
   * Reads a Dockerfile.
   *
   * @param file its name, for messages
   * @throws InvalidDockerfile with every problem that was found
   */
  public static ParsedDockerfile parse(String file, byte[] content) {
    return new DockerfileParser(file).parse(content, true);
  }

  /** As {@link #parse}, whatever frontend the file's {@code # syntax=} asks for. */
  public static ParsedDockerfile parseIgnoringSyntax(String file, byte[] content) {
    return new DockerfileParser(file).parse(content, false);
  }

  /**
   * Reads the trigger of an ONBUILD.
   *
   * @param escape the escape token of the file that it comes from; an image's triggers have a
   *     backslash
   * @param position of what brought it in: the FROM of the stage that runs it
   * @throws InvalidDockerfile with what is wrong
   */
  public static Instruction parseTrigger(String text, char escape, SourcePosition position) {
    LogicalLines trigger = LogicalLines.ofTrigger(text, escape, position);
    if (!trigger.problems().isEmpty()) {
      throw new InvalidDockerfile(trigger.problems());
    }
    if (trigger.lines().size() != 1) {
      throw new InvalidDockerfile(
          Problem.at(
              position,
              "onbuild trigger should be a single expression, not " + QuotedText.of(text)));
    }
    LogicalLine line = trigger.lines().getFirst();
    OnBuildInstruction.checkAllowed(line);
    return InstructionParser.parse(line);
  }

  private ParsedDockerfile parse(byte[] content, boolean heedSyntax) {
    checkSize(content);
    LogicalLines text = LogicalLines.ofFile(file, content);
    problems.addAll(text.problems());
    if (heedSyntax) {
      text.frontend().ifPresent(this::check);
    }
    CheckOptions options = text.directives().check().map(this::options).orElse(CheckOptions.NONE);
    StageCollector collector = new StageCollector(text.lines());
    problems.addAll(collector.problems());
    if (problems.isEmpty() && collector.stages().isEmpty()) {
      problems.add(nothingToBuild(text.lines()));
    }
    if (!problems.isEmpty()) {
      throw new InvalidDockerfile(problems.stream().sorted(byLine()).toList());
    }
    Dockerfile dockerfile =
        new Dockerfile(
            file, text.directives().escape(), collector.globalArgs(), collector.stages());
    return new ParsedDockerfile(
        dockerfile, warnings, options, text.lines(), text.emptyContinuations());
  }

  private void checkSize(byte[] content) {
    if (content.length == 0) {
      throw new InvalidDockerfile(Problem.at(line(1), "the Dockerfile cannot be empty"));
    }
    if (content.length > LARGEST) {
      throw new InvalidDockerfile(
          Problem.at(line(1), "the Dockerfile is larger than " + LARGEST + " bytes"));
    }
  }

  private void check(Frontend frontend) {
    if (!frontend.isOfficial()) {
      problems.add(
          Problem.at(line(frontend.line()), "unsupported syntax: " + frontend.image())
              .withHint(
                  "this builder reads the language of docker/dockerfile; where the file is written"
                      + " in it, leave the directive out or build with --ignore-syntax"));
    } else if (frontend.isNewer()) {
      warnings.addFirst(
          Problem.at(
              line(frontend.line()),
              "the file asks for "
                  + frontend.image()
                  + ", but this builder knows the language only up to version "
                  + Frontend.KNOWN_VERSION));
    }
  }

  private CheckOptions options(Directive directive) {
    try {
      return CheckOptions.parse(directive.value());
    } catch (IllegalArgumentException e) {
      problems.add(Problem.at(line(directive.line()), e.getMessage()));
      return CheckOptions.NONE;
    }
  }

  private Problem nothingToBuild(List<LogicalLine> lines) {
    return lines.isEmpty()
        ? Problem.at(line(1), "file with no instructions")
        : Problem.at(lines.getLast().position(), "dockerfile contains no stages to build");
  }

  private SourcePosition line(int number) {
    return SourcePosition.line(file, number);
  }

  private static Comparator<Problem> byLine() {
    return Comparator.comparing(
        problem -> problem.position().map(SourcePosition::firstLine).orElse(0));
  }
}
