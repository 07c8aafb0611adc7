package dev.kaniko.domain.check;

import dev.kaniko.domain.dockerfile.Dockerfile;
import dev.kaniko.domain.dockerfile.Stage;
import dev.kaniko.domain.dockerfile.expansion.Expansion;
import dev.kaniko.domain.dockerfile.expansion.ExpansionException;
import dev.kaniko.domain.image.ImageReference;
import dev.kaniko.domain.image.Platform;
import dev.kaniko.domain.source.QuotedText;
import dev.kaniko.domain.stage.Scope;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The rules about FROM. What is malformed there is not theirs to tell: whoever resolves the bases
 * does it.
 */
final class BaseRules {
  private static final String TARGET_PLATFORM = "TARGETPLATFORM";

  private final Dockerfile dockerfile;
  private final CheckedBuild build;
  private final Violations violations;
  private final Suggestions suggestions = new Suggestions();

  BaseRules(Dockerfile dockerfile, CheckedBuild build, Violations violations) {
    this.dockerfile = dockerfile;
    this.build = build;
    this.violations = violations;
  }

  void check() {
    build.defaults().ifPresent(this::invalidDefaultArgInFrom);
    for (Stage stage : dockerfile.stages()) {
      read(stage.base()).ifPresent(base -> undefinedArgInFrom(stage, base));
      stage.platform().flatMap(this::read).ifPresent(platform -> platform(stage, platform));
    }
  }

  /**
   * A word of FROM.
   *
   * @param used the variables that had a value
   * @param undefined those that had none
   */
  private record Word(String result, Set<String> used, List<String> undefined) {}

  private Optional<Word> read(String word) {
    Set<String> used = new HashSet<>();
    Scope global = build.global();
    Expansion expansion =
        new Expansion(
            dockerfile.escape(),
            name -> {
              Optional<String> value = global.get(name);
              value.ifPresent(_ -> used.add(name));
              return value;
            });
    try {
      return Optional.of(new Word(expansion.word(word), used, expansion.undefinedNames()));
    } catch (ExpansionException _) {
      return Optional.empty();
    }
  }

  /** Up to the first base that is malformed, as those behind it are not looked at elsewhere. */
  private void invalidDefaultArgInFrom(Scope defaults) {
    for (Stage stage : dockerfile.stages()) {
      String name;
      try {
        name = new Expansion(dockerfile.escape(), defaults::get).word(stage.base());
      } catch (ExpansionException _) {
        return;
      }
      if (!isImageName(name)) {
        violations.report(
            CheckRule.INVALID_DEFAULT_ARG_IN_FROM,
            stage.position(),
            "Default value for ARG "
                + stage.base()
                + " results in empty or invalid base image name");
      }
    }
  }

  private static boolean isImageName(String name) {
    if (!name.isEmpty() && name.chars().allMatch(c -> (c >= 'a' && c <= 'z') || isDigit(c))) {
      // As most stages are called.
      return true;
    }
    try {
      ImageReference.parse(name);
      return true;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private void undefinedArgInFrom(Stage stage, Word word) {
    for (String name : word.undefined()) {
      violations.report(
          CheckRule.UNDEFINED_ARG_IN_FROM,
          stage.position(),
          "FROM argument '"
              + name
              + "' is not declared"
              + suggestions.of(name, "%s", this::knownArguments));
    }
  }

  private Set<String> knownArguments() {
    Set<String> known = new HashSet<>(build.global().variables().keySet());
    known.addAll(build.global().buildArgs().keySet());
    return known;
  }

  private void platform(Stage stage, Word platform) {
    undefinedArgInFrom(stage, platform);
    redundantTargetPlatform(stage, platform);
    fromPlatformFlagConstDisallowed(stage, platform);
  }

  private void redundantTargetPlatform(Stage stage, Word platform) {
    if (platform.used().equals(Set.of(TARGET_PLATFORM))
        && platform.undefined().isEmpty()
        && build.global().get(TARGET_PLATFORM).equals(Optional.of(platform.result()))) {
      violations.report(
          CheckRule.REDUNDANT_TARGET_PLATFORM,
          stage.position(),
          "Setting platform to predefined "
              + stage.platform().orElseThrow()
              + " in FROM is redundant as this is the default behavior");
    }
  }

  /** A stage whose name tells what it is for means it. */
  private void fromPlatformFlagConstDisallowed(Stage stage, Word platform) {
    if (!platform.used().isEmpty() || !platform.undefined().isEmpty()) {
      return;
    }
    Platform constant;
    try {
      constant = Platform.parse(platform.result());
    } catch (IllegalArgumentException _) {
      return;
    }
    String name = stage.name().orElse("");
    if (!name.contains(constant.os()) && !name.contains(constant.architecture())) {
      violations.report(
          CheckRule.FROM_PLATFORM_FLAG_CONST_DISALLOWED,
          stage.position(),
          "FROM --platform flag should not use constant value " + QuotedText.of(platform.result()));
    }
  }
}
