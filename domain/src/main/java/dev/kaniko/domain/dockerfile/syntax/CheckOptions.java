package dev.kaniko.domain.dockerfile.syntax;

import dev.kaniko.domain.dockerfile.value.GoBoolean;
import dev.kaniko.domain.source.Blank;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What {@code check=skip=A,B;error=true;experimental=C} asks of the build checks.
 *
 * @param skip the rules that are not to be checked; names are compared with their case
 * @param skipAll no rule is to be checked
 * @param experimental the experimental rules that are to be checked
 * @param experimentalAll every experimental rule is to be checked
 * @param error a violation ends the build
 */
public record CheckOptions(
    Set<String> skip,
    boolean skipAll,
    Set<String> experimental,
    boolean experimentalAll,
    boolean error) {
  public static final CheckOptions NONE = new CheckOptions(Set.of(), false, Set.of(), false, false);

  public CheckOptions {
    skip = Set.copyOf(skip);
    experimental = Set.copyOf(experimental);
  }

  /**
   * Reads the value of the directive, or of the build argument that replaces it.
   *
   * @throws IllegalArgumentException for an unknown option, or an {@code error} that is no boolean
   */
  public static CheckOptions parse(String value) {
    CheckOptions options = NONE;
    if (Blank.trim(value).isEmpty()) {
      return options;
    }
    for (String part : value.split(";", -1)) {
      options = options.with(Blank.trim(part));
    }
    return options;
  }

  private CheckOptions with(String option) {
    List<String> pair = Arrays.asList(option.split("=", 2));
    if (pair.size() < 2) {
      throw new IllegalArgumentException("invalid check option \"" + option + "\"");
    }
    String key = Blank.trim(pair.get(0));
    String value = Blank.trim(pair.get(1));
    boolean all = value.equals("all");
    Set<String> rules = all ? Set.of() : rules(value);
    return switch (key) {
      case "skip" -> new CheckOptions(rules, all, experimental, experimentalAll, error);
      case "experimental" -> new CheckOptions(skip, skipAll, rules, all, error);
      case "error" ->
          new CheckOptions(skip, skipAll, experimental, experimentalAll, parseBoolean(value));
      default -> throw new IllegalArgumentException("invalid check option \"" + key + "\"");
    };
  }

  private static Set<String> rules(String value) {
    return Arrays.stream(value.split(",")).map(Blank::trim).collect(Collectors.toSet());
  }

  private static boolean parseBoolean(String value) {
    return GoBoolean.parse(value)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "invalid check option \"error\": \"" + value + "\" is no boolean"));
  }
}
