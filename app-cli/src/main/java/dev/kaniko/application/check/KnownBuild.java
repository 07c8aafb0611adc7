package dev.kaniko.application.check;

import dev.kaniko.application.plan.BuildArguments;
import dev.kaniko.domain.check.CheckedBase;
import dev.kaniko.domain.check.CheckedBuild;
import dev.kaniko.domain.dockerfile.Stage;
import dev.kaniko.domain.dockerfile.expansion.Expansion;
import dev.kaniko.domain.dockerfile.instruction.ArgInstruction.BuildArg;
import dev.kaniko.domain.pattern.IgnorePatterns;
import dev.kaniko.domain.stage.Scope;
import dev.kaniko.ports.failure.UserMistakes;
import java.util.Optional;

/** Tells the checks what they have to know of a build. */
record KnownBuild(BuildArguments arguments, KnownBases bases, Optional<IgnorePatterns> ignored)
    implements CheckedBuild {
  @Override
  public Scope global() {
    return arguments.global();
  }

  @Override
  public Optional<Scope> defaults() {
    try {
      return Optional.of(arguments.defaults());
    } catch (UserMistakes _) {
      // Without what was given, such a default fails: there is nothing to say about bases then.
      return Optional.empty();
    }
  }

  @Override
  public Optional<String> valueOf(BuildArg arg, Expansion expansion) {
    return arguments.valueOf(arg, expansion);
  }

  @Override
  public CheckedBase baseOf(Stage stage) {
    return bases.of(stage);
  }

  @Override
  public boolean ignores(String source) {
    return ignored.isPresent() && ignored.get().excludesForGood(source);
  }
}
