package dev.kaniko.domain.check;

import dev.kaniko.domain.copy.FileFlags;
import dev.kaniko.domain.dockerfile.Dockerfile;
import dev.kaniko.domain.dockerfile.DockerfileParser;
import dev.kaniko.domain.dockerfile.Stage;
import dev.kaniko.domain.dockerfile.expansion.Expansion;
import dev.kaniko.domain.dockerfile.expansion.ExpansionException;
import dev.kaniko.domain.dockerfile.instruction.AddInstruction;
import dev.kaniko.domain.dockerfile.instruction.ArgInstruction;
import dev.kaniko.domain.dockerfile.instruction.ArgInstruction.BuildArg;
import dev.kaniko.domain.dockerfile.instruction.CopyInstruction;
import dev.kaniko.domain.dockerfile.instruction.EnvInstruction;
import dev.kaniko.domain.dockerfile.instruction.ExposeInstruction;
import dev.kaniko.domain.dockerfile.instruction.Instruction;
import dev.kaniko.domain.dockerfile.instruction.OnBuildInstruction;
import dev.kaniko.domain.dockerfile.instruction.RunInstruction;
import dev.kaniko.domain.image.ImageConfig;
import dev.kaniko.domain.image.Platform;
import dev.kaniko.domain.source.InvalidDockerfile;
import dev.kaniko.domain.source.Problem;
import dev.kaniko.domain.source.SourcePosition;
import dev.kaniko.domain.stage.StageState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Goes through stages as the build does, without building: knows the variables of each instruction,
 * lets it be checked, and collects what cannot be built.
 */
final class StageWalk {
  /** Read by BuildKit where they stand, and no variables of a stage. */
  private static final Set<String> NO_VARIABLES =
      Set.of("BUILDKIT_SBOM_SCAN_CONTEXT", "BUILDKIT_SBOM_SCAN_STAGE");

  private final Dockerfile dockerfile;
  private final CheckedBuild build;
  private final Violations violations;
  private final InstructionRules rules;
  private final Suggestions suggestions = new Suggestions();
  private final Map<Integer, StageProgress> ends = new HashMap<>();
  private final List<Problem> problems = new ArrayList<>();

  StageWalk(Dockerfile dockerfile, CheckedBuild build, Violations violations) {
    this.dockerfile = dockerfile;
    this.build = build;
    this.violations = violations;
    this.rules = new InstructionRules(violations, build::ignores, dockerfile.escape());
  }

  List<Problem> problems() {
    return problems;
  }

  /** To be called in the order of the file. */
  void check(Stage stage) {
    List<String> triggers = new ArrayList<>();
    StageProgress progress = start(stage, triggers);
    triggers.forEach(trigger -> trigger(trigger, stage, progress));
    stage.instructions().forEach(instruction -> take(instruction, progress));
    ends.put(stage.index(), progress);
  }

  private StageProgress start(Stage stage, List<String> triggers) {
    return switch (build.baseOf(stage)) {
      case CheckedBase.Scratch _ ->
          new StageProgress(Environment.of(Map.of("PATH", StageState.DEFAULT_PATH)), true, false);
      case CheckedBase.Unknown _ -> unknown();
      case CheckedBase.Earlier(int index) -> {
        Optional<StageProgress> earlier = Optional.ofNullable(ends.get(index));
        earlier.ifPresent(it -> triggers.addAll(it.triggers()));
        yield earlier.map(StageProgress::next).orElseGet(StageWalk::unknown);
      }
      case CheckedBase.Image(String name, Platform wanted, ImageConfig config) -> {
        invalidBaseImagePlatform(stage, name, wanted, config.platform());
        triggers.addAll(config.config().onBuild());
        Environment environment = Environment.of(Map.of("PATH", StageState.DEFAULT_PATH));
        config.config().env().forEach(environment::set);
        yield new StageProgress(environment, true, !config.config().shell().isEmpty());
      }
    };
  }

  private static StageProgress unknown() {
    return new StageProgress(Environment.of(Map.of()), false, false);
  }

  private void invalidBaseImagePlatform(
      Stage stage, String name, Platform wanted, Platform actual) {
    if (!wanted.os().equals(actual.os()) || !wanted.architecture().equals(actual.architecture())) {
      violations.report(
          CheckRule.INVALID_BASE_IMAGE_PLATFORM,
          stage.position(),
          "Base image %s was pulled with platform \"%s\", expected \"%s\" for current build"
              .formatted(name, actual, wanted));
    }
  }

  private void trigger(String text, Stage stage, StageProgress progress) {
    try {
      take(DockerfileParser.parseTrigger(text, dockerfile.escape(), stage.position()), progress);
    } catch (InvalidDockerfile e) {
      e.problems().stream()
          .map(p -> p.withHint("it is an ONBUILD trigger of the base: " + text))
          .forEach(problems::add);
    }
  }

  private void take(Instruction written, StageProgress progress) {
    if (written instanceof ArgInstruction arg) {
      declare(arg, progress);
    } else {
      expanded(written, progress).ifPresent(instruction -> check(instruction, progress));
    }
  }

  private void check(Instruction instruction, StageProgress progress) {
    rules.check(instruction, progress);
    switch (instruction) {
      case EnvInstruction env -> set(env, progress);
      case OnBuildInstruction onBuild -> progress.triggers().add(onBuild.trigger());
      case ExposeInstruction expose -> collect(expose::canonicalPorts);
      case RunInstruction run -> collect(run::parsedMounts);
      case CopyInstruction copy -> problems.addAll(FileFlags.problems(copy));
      case AddInstruction add -> problems.addAll(FileFlags.problems(add));
      default -> {}
    }
  }

  private static void set(EnvInstruction env, StageProgress progress) {
    env.variables().forEach(pair -> progress.environment().set(pair.key(), pair.value()));
  }

  private void collect(Runnable check) {
    try {
      check.run();
    } catch (InvalidDockerfile e) {
      problems.addAll(e.problems());
    }
  }

  /**
   * Where the base's variables are not known, an instruction that seems to miss one can be judged
   * only by what would be wrong with any value.
   */
  private Optional<Instruction> expanded(Instruction written, StageProgress progress) {
    Expansion expansion = new Expansion(dockerfile.escape(), progress.environment()::get);
    try {
      Instruction instruction = written.expand(expansion);
      if (progress.isKnown() || expansion.undefinedNames().isEmpty()) {
        // EXPOSE splits its words, and is not asked for what it misses.
        if (!(written instanceof ExposeInstruction)) {
          undefinedVar(written.position(), expansion.undefinedNames(), progress);
        }
        return Optional.of(instruction);
      }
    } catch (ExpansionException | InvalidDockerfile e) {
      if (progress.isKnown()) {
        problems.addAll(problemsOf(e, written.position()));
        return Optional.empty();
      }
    }
    guess(written, progress);
    return Optional.empty();
  }

  private void guess(Instruction written, StageProgress progress) {
    Expansion expansion =
        new Expansion(
            dockerfile.escape(),
            name -> progress.environment().get(name).or(() -> Optional.of("1")));
    try {
      if (written.expand(expansion) instanceof EnvInstruction env) {
        set(env, progress);
      }
    } catch (ExpansionException | InvalidDockerfile e) {
      problems.addAll(problemsOf(e, written.position()));
    }
  }

  private static List<Problem> problemsOf(RuntimeException e, SourcePosition position) {
    return e instanceof InvalidDockerfile invalid
        ? invalid.problems()
        : List.of(((ExpansionException) e).at(position));
  }

  private void declare(ArgInstruction instruction, StageProgress progress) {
    for (BuildArg arg : instruction.arguments()) {
      rules.secretsUsedInArgOrEnv("ARG", arg.name(), instruction.position());
      Expansion expansion = new Expansion(dockerfile.escape(), progress.environment()::get);
      try {
        Optional<String> value = build.valueOf(arg, expansion);
        undefinedVar(instruction.position(), expansion.undefinedNames(), progress);
        value.ifPresent(it -> progress.environment().set(arg.name(), it));
      } catch (ExpansionException e) {
        if (progress.isKnown()) {
          problems.add(e.at(instruction.position()));
        }
      }
      progress.environment().declare(arg.name());
    }
  }

  private void undefinedVar(SourcePosition position, List<String> names, StageProgress progress) {
    if (!progress.isKnown()) {
      return;
    }
    for (String name : names) {
      if (!progress.environment().isDeclared(name) && !NO_VARIABLES.contains(name)) {
        violations.report(
            CheckRule.UNDEFINED_VAR,
            position,
            "Usage of undefined variable '$"
                + name
                + "'"
                + suggestions.of(name, "$%s", progress.environment()::names));
      }
    }
  }
}
