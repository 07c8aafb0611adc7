package dev.kaniko.domain.check;

import dev.kaniko.domain.dockerfile.syntax.LogicalLine;
import dev.kaniko.domain.source.SourcePosition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The rules about single lines. They need no valid Dockerfile, so that its lines are checked even
 * where it has mistakes.
 */
final class LineRules {
  /** Not meant to describe anything. */
  private static final Pattern DIRECTIVE = Pattern.compile("(?i)(check|escape|syntax)\\s*=");

  private final Violations violations;

  LineRules(Violations violations) {
    this.violations = violations;
  }

  /**
   * @param emptyContinuations the instructions with an empty line inside
   */
  void check(List<LogicalLine> lines, List<SourcePosition> emptyContinuations) {
    emptyContinuations.forEach(this::noEmptyContinuation);
    for (LogicalLine line : lines) {
      switch (line.keyword().toLowerCase(Locale.ROOT)) {
        case "from" -> {
          stageNameCasing(line);
          fromAsCasing(line);
          describedStage(line);
        }
        case "arg" -> describedArguments(line);
        case "maintainer" -> maintainerDeprecated(line);
        default -> {}
      }
    }
  }

  /** The rule shows the last line of the instruction. */
  private void noEmptyContinuation(SourcePosition instruction) {
    violations.report(
        CheckRule.NO_EMPTY_CONTINUATION,
        instruction,
        SourcePosition.line(instruction.file(), instruction.lastLine()),
        "Empty continuation line");
  }

  private void stageNameCasing(LogicalLine from) {
    List<String> words = from.words();
    if (isNamed(words) && !isLower(words.get(2))) {
      violations.report(
          CheckRule.STAGE_NAME_CASING,
          from.position(),
          "Stage name '" + words.get(2) + "' should be lowercase");
    }
  }

  /** A FROM in mixed case has no case to match. */
  private void fromAsCasing(LogicalLine from) {
    List<String> words = from.words();
    if (words.size() < 3) {
      return;
    }
    String keyword = from.keyword();
    String as = words.get(1);
    boolean matches =
        (isLower(keyword) && isLower(as))
            || (isUpper(keyword) && isUpper(as))
            || (!isLower(keyword) && !isUpper(keyword));
    if (!matches) {
      violations.report(
          CheckRule.FROM_AS_CASING,
          from.position(),
          "'" + as + "' and '" + keyword + "' keywords' casing do not match");
    }
  }

  private void maintainerDeprecated(LogicalLine line) {
    violations.report(
        CheckRule.MAINTAINER_DEPRECATED,
        line.position(),
        "Maintainer instruction is deprecated in favor of using label");
  }

  private void describedStage(LogicalLine from) {
    List<String> words = from.words();
    if (isNamed(words)) {
      invalidDefinitionDescription(from, "FROM", List.of(words.get(2).toLowerCase(Locale.ROOT)));
    }
  }

  private void describedArguments(LogicalLine arg) {
    List<String> names = new ArrayList<>();
    arg.words().forEach(word -> names.add(word.split("=", 2)[0]));
    invalidDefinitionDescription(arg, "ARG", names);
  }

  private void invalidDefinitionDescription(LogicalLine line, String keyword, List<String> names) {
    if (line.comments().isEmpty() || names.isEmpty()) {
      return;
    }
    String comment = line.comments().getLast();
    if (DIRECTIVE.matcher(comment).lookingAt()) {
      return;
    }
    String first = Arrays.asList(comment.split(" ", -1)).getFirst();
    if (!names.contains(first)) {
      String example = names.size() > 1 ? "<arg_key>" : names.getFirst();
      violations.report(
          CheckRule.INVALID_DEFINITION_DESCRIPTION,
          line.position(),
          "Comment for "
              + keyword
              + " should follow the format: `# "
              + example
              + " <description>`");
    }
  }

  private static boolean isNamed(List<String> words) {
    return words.size() == 3 && words.get(1).equalsIgnoreCase("as");
  }

  private static boolean isLower(String text) {
    return text.equals(text.toLowerCase(Locale.ROOT));
  }

  private static boolean isUpper(String text) {
    return text.equals(text.toUpperCase(Locale.ROOT));
  }
}
