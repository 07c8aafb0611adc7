package dev.kaniko.cli.options;

import dev.kaniko.cli.flags.TakenOverFlags;
import dev.kaniko.cli.log.Log;
import dev.kaniko.cli.log.LogLevel;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Says of what is given and changes nothing that it changes nothing, one line each. */
public final class Notices {
  private Notices() {}

  public static void show(ParseResult given, Map<String, String> environment, Log log) {
    for (OptionSpec option : given.matchedOptions()) {
      if (isTakenOver(option)) {
        log.write(LogLevel.INFO, option.longestName() + ": " + option.description()[0]);
      }
    }
    given.matchedOptionValue("--git", List.<String>of()).stream()
        .filter(value -> value.startsWith("single-branch=") || value.startsWith("depth="))
        .forEach(
            value ->
                log.write(
                    LogLevel.INFO,
                    "--git " + value + ": Changes nothing: only the one commit is fetched."));
    KanikoVariables.withoutMeaning(environment)
        .forEach((name, why) -> log.write(LogLevel.INFO, name + ": " + why));
  }

  private static boolean isTakenOver(OptionSpec option) {
    return option.userObject() instanceof java.lang.reflect.Field field
        && field.getDeclaringClass() == TakenOverFlags.class;
  }
}
