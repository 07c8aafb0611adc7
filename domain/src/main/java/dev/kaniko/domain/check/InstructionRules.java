package dev.kaniko.domain.check;

import dev.kaniko.domain.dockerfile.instruction.AddInstruction;
import dev.kaniko.domain.dockerfile.instruction.CmdInstruction;
import dev.kaniko.domain.dockerfile.instruction.CommandLine;
import dev.kaniko.domain.dockerfile.instruction.CopyInstruction;
import dev.kaniko.domain.dockerfile.instruction.EntrypointInstruction;
import dev.kaniko.domain.dockerfile.instruction.EnvInstruction;
import dev.kaniko.domain.dockerfile.instruction.ExposeInstruction;
import dev.kaniko.domain.dockerfile.instruction.HealthcheckInstruction;
import dev.kaniko.domain.dockerfile.instruction.Instruction;
import dev.kaniko.domain.dockerfile.instruction.LabelInstruction;
import dev.kaniko.domain.dockerfile.instruction.ShellInstruction;
import dev.kaniko.domain.dockerfile.instruction.WorkdirInstruction;
import dev.kaniko.domain.dockerfile.syntax.KeyValues;
import dev.kaniko.domain.source.Blank;
import dev.kaniko.domain.source.QuotedText;
import dev.kaniko.domain.source.SourcePosition;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The rules about single instructions, given what came before them in their stage. */
final class InstructionRules {
  private static final Pattern SECRET =
      wordIn("apikey|auth|credential|credentials|key|password|pword|passwd|secret|token");

  private static final Pattern NO_SECRET = wordIn("public|file|version");

  private final Violations violations;
  private final Predicate<String> ignored;
  private final char escape;

  /**
   * @param ignored whether a source of COPY is left out of the context
   */
  InstructionRules(Violations violations, Predicate<String> ignored, char escape) {
    this.violations = violations;
    this.ignored = ignored;
    this.escape = escape;
  }

  private static Pattern wordIn(String words) {
    return Pattern.compile("(?:_|^)(?:" + words + ")(?:_|$)", Pattern.CASE_INSENSITIVE);
  }

  /** Checks an instruction other than ARG, its variables replaced. */
  void check(Instruction instruction, StageProgress progress) {
    switch (instruction) {
      case EnvInstruction env -> {
        legacyKeyValueFormat(env);
        env.variables().forEach(pair -> secretsUsedInArgOrEnv("ENV", pair.key(), env.position()));
      }
      case LabelInstruction label -> legacyKeyValueFormat(label);
      case CmdInstruction cmd -> {
        multipleInstructionsDisallowed(cmd, progress.cmd(cmd.position()));
        jsonArgsRecommended(cmd, cmd.command(), progress);
      }
      case EntrypointInstruction entrypoint -> {
        multipleInstructionsDisallowed(entrypoint, progress.entrypoint(entrypoint.position()));
        jsonArgsRecommended(entrypoint, entrypoint.command(), progress);
      }
      case HealthcheckInstruction healthcheck ->
          multipleInstructionsDisallowed(healthcheck, progress.healthcheck(healthcheck.position()));
      case ShellInstruction _ -> progress.shellIsSet();
      case WorkdirInstruction workdir -> workdirRelativePath(workdir, progress);
      case ExposeInstruction expose -> expose.ports().forEach(port -> port(expose, port));
      case CopyInstruction copy when copy.from().isEmpty() ->
          copy.sources().forEach(source -> copyIgnoredFile("Copy", source, copy.position()));
      case AddInstruction add ->
          add.sources().stream()
              .filter(source -> !isElsewhere(source))
              .forEach(source -> copyIgnoredFile("Add", source, add.position()));
      default -> {}
    }
  }

  private static String keyword(Instruction instruction) {
    String text = instruction.original();
    return text.substring(0, Blank.endOfWord(text, 0));
  }

  private void legacyKeyValueFormat(Instruction instruction) {
    String keyword = keyword(instruction);
    if (KeyValues.isLegacy(instruction.original().substring(keyword.length()), escape)) {
      violations.report(
          CheckRule.LEGACY_KEY_VALUE_FORMAT,
          instruction.position(),
          "\"%s key=value\" should be used instead of legacy \"%s key value\" format"
              .formatted(keyword, keyword));
    }
  }

  void secretsUsedInArgOrEnv(String keyword, String name, SourcePosition position) {
    if (SECRET.matcher(name).find() && !NO_SECRET.matcher(name).find()) {
      violations.report(
          CheckRule.SECRETS_USED_IN_ARG_OR_ENV,
          position,
          "Do not use ARG or ENV instructions for sensitive data ("
              + keyword
              + " "
              + QuotedText.of(name)
              + ")");
    }
  }

  /**
   * @param earlier the instruction of the kind before, which has no effect now
   */
  private void multipleInstructionsDisallowed(
      Instruction instruction, Optional<SourcePosition> earlier) {
    earlier.ifPresent(
        position ->
            violations.report(
                CheckRule.MULTIPLE_INSTRUCTIONS_DISALLOWED,
                position,
                "Multiple "
                    + keyword(instruction)
                    + " instructions should not be used in the same stage because only the last"
                    + " one will be used"));
  }

  /** Who has set a shell wants it to be used. */
  private void jsonArgsRecommended(
      Instruction instruction, CommandLine command, StageProgress progress) {
    if (command instanceof CommandLine.ShellForm && !progress.hasShell()) {
      violations.report(
          CheckRule.JSON_ARGS_RECOMMENDED,
          instruction.position(),
          "JSON arguments recommended for "
              + keyword(instruction)
              + " to prevent unintended behavior related to OS signals");
    }
  }

  /** Once the first is absolute, or complained of, the others stand upon it. */
  private void workdirRelativePath(WorkdirInstruction workdir, StageProgress progress) {
    boolean first = progress.enterDirectory();
    if (first && !workdir.path().startsWith("/")) {
      violations.report(
          CheckRule.WORKDIR_RELATIVE_PATH,
          workdir.position(),
          "Relative workdir "
              + QuotedText.of(workdir.path())
              + " can have unexpected results if the base image changes");
    }
  }

  private void port(ExposeInstruction expose, String port) {
    int containerStart = port.lastIndexOf(':') + 1;
    int slash = port.indexOf('/', containerStart);
    String protocol = slash < 0 ? "" : port.substring(slash + 1);
    if (!protocol.equals(protocol.toLowerCase(Locale.ROOT))) {
      violations.report(
          CheckRule.EXPOSE_PROTO_CASING,
          expose.position(),
          "Defined protocol '" + port + "' in EXPOSE instruction should be lowercase");
    }
    if (containerStart > 1) {
      violations.report(
          CheckRule.EXPOSE_INVALID_FORMAT,
          expose.position(),
          "EXPOSE instruction should not define an IP address or host-port mapping, found '"
              + port
              + "'");
    }
  }

  private static boolean isElsewhere(String source) {
    return List.of("http://", "https://", "git://", "ssh://", "git@").stream()
        .anyMatch(source::startsWith);
  }

  private void copyIgnoredFile(String verb, String source, SourcePosition position) {
    if (ignored.test(source)) {
      violations.report(
          CheckRule.COPY_IGNORED_FILE,
          position,
          "Attempting to "
              + verb
              + " file "
              + QuotedText.of(source)
              + " that is excluded by .dockerignore");
    }
  }
}
