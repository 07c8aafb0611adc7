package dev.kaniko.domain.check;

import dev.kaniko.domain.dockerfile.Dockerfile;
import dev.kaniko.domain.dockerfile.Stage;
import dev.kaniko.domain.dockerfile.instruction.Instruction;
import dev.kaniko.domain.source.Blank;
import dev.kaniko.domain.source.QuotedText;
import dev.kaniko.domain.source.SourcePosition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The rules about the stages together: their names, and the case of all keywords. */
final class StageRules {
  private static final Set<String> RESERVED = Set.of("scratch", "context");

  private final Violations violations;

  StageRules(Violations violations) {
    this.violations = violations;
  }

  void check(Dockerfile dockerfile) {
    stageNames(dockerfile);
    consistentInstructionCasing(dockerfile);
  }

  private void stageNames(Dockerfile dockerfile) {
    Set<String> seen = new HashSet<>();
    for (Stage stage : dockerfile.stages()) {
      stage.name().ifPresent(name -> reservedStageName(name, stage.position()));
      stage
          .name()
          .filter(name -> !seen.add(name))
          .ifPresent(name -> duplicateStageName(name, stage.position()));
    }
  }

  private void reservedStageName(String name, SourcePosition position) {
    if (RESERVED.contains(name)) {
      violations.report(
          CheckRule.RESERVED_STAGE_NAME,
          position,
          "Stage name should not use the same name as reserved stage " + QuotedText.of(name));
    }
  }

  private void duplicateStageName(String name, SourcePosition position) {
    violations.report(
        CheckRule.DUPLICATE_STAGE_NAME,
        position,
        "Duplicate stage name " + QuotedText.of(name) + ", stage names should be unique");
  }

  private record Keyword(String text, SourcePosition position, boolean isLower, boolean isUpper) {
    static Keyword of(String instruction, SourcePosition position) {
      String text = instruction.substring(0, Blank.endOfWord(instruction, 0));
      return new Keyword(
          text,
          position,
          text.equals(text.toLowerCase(Locale.ROOT)),
          text.equals(text.toUpperCase(Locale.ROOT)));
    }
  }

  /** What stands before the first FROM does not count; a keyword in mixed case has no vote. */
  private void consistentInstructionCasing(Dockerfile dockerfile) {
    List<Keyword> keywords = keywords(dockerfile);
    long lower = keywords.stream().filter(Keyword::isLower).count();
    long upper = keywords.stream().filter(k -> !k.isLower() && k.isUpper()).count();
    boolean mostlyLower = lower > upper;
    for (Keyword keyword : keywords) {
      if (mostlyLower ? !keyword.isLower() : !keyword.isUpper()) {
        violations.report(
            CheckRule.CONSISTENT_INSTRUCTION_CASING,
            keyword.position(),
            "Command '%s' should match the case of the command majority (%s)"
                .formatted(keyword.text(), mostlyLower ? "lowercase" : "uppercase"));
      }
    }
  }

  private static List<Keyword> keywords(Dockerfile dockerfile) {
    List<Keyword> keywords = new ArrayList<>();
    for (Stage stage : dockerfile.stages()) {
      keywords.add(Keyword.of(stage.original(), stage.position()));
      for (Instruction instruction : stage.instructions()) {
        keywords.add(Keyword.of(instruction.original(), instruction.position()));
      }
    }
    return keywords;
  }
}
