package dev.kaniko.domain.check;

import dev.kaniko.domain.dockerfile.syntax.CheckOptions;
import dev.kaniko.domain.dockerfile.syntax.LogicalLine;
import dev.kaniko.domain.source.SourcePosition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes what the rules find, and leaves out what the file does not want to hear: by its directive,
 * or by a comment {@code # check=skip=…} right above an instruction.
 */
final class Violations {
  private static final String DIRECTIVE = "check=";

  private final CheckOptions options;
  private final Map<Integer, CheckOptions> byLine = new HashMap<>();
  private final List<Violation> found = new ArrayList<>();

  Violations(CheckOptions options, List<LogicalLine> lines) {
    this.options = options;
    for (LogicalLine line : lines) {
      optionsAbove(line).ifPresent(it -> byLine.put(line.position().firstLine(), it));
    }
  }

  /** A comment that is malformed as a directive is an ordinary comment. */
  private static Optional<CheckOptions> optionsAbove(LogicalLine line) {
    for (String comment : line.comments().reversed()) {
      if (comment.startsWith(DIRECTIVE)) {
        try {
          return Optional.of(CheckOptions.parse(comment.substring(DIRECTIVE.length())));
        } catch (IllegalArgumentException _) {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }

  /** Takes a violation by the instruction at {@code position}. */
  void report(CheckRule rule, SourcePosition position, String detail) {
    report(rule, position, position, detail);
  }

  /**
   * @param instruction what comments above it can excuse
   * @param shown the lines that violate the rule
   */
  void report(CheckRule rule, SourcePosition instruction, SourcePosition shown, String detail) {
    CheckOptions here = byLine.getOrDefault(instruction.firstLine(), CheckOptions.NONE);
    boolean wanted =
        rule.isExperimental()
            ? asksFor(options, rule) || asksFor(here, rule)
            : !skips(options, rule) && !skips(here, rule);
    if (wanted) {
      found.add(new Violation(rule, detail, shown));
    }
  }

  private static boolean asksFor(CheckOptions options, CheckRule rule) {
    return options.experimentalAll() || options.experimental().contains(rule.ruleName());
  }

  private static boolean skips(CheckOptions options, CheckRule rule) {
    return options.skipAll() || options.skip().contains(rule.ruleName());
  }

  /** In the order in which they were found. */
  List<Violation> found() {
    return List.copyOf(found);
  }
}
