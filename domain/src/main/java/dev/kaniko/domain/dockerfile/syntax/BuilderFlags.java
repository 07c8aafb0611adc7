package dev.kaniko.domain.dockerfile.syntax;

import dev.kaniko.domain.source.InvalidDockerfile;
import dev.kaniko.domain.source.NearestName;
import dev.kaniko.domain.source.Problem;
import dev.kaniko.domain.source.QuotedText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The flags of one instruction, checked against those it knows. */
public final class BuilderFlags {
  private final Map<String, List<String>> values;

  private BuilderFlags(Map<String, List<String>> values) {
    this.values = values;
  }

  /** What a flag takes. */
  public enum Kind {
    /** Nothing, or {@code =true} or {@code =false} in any case. */
    BOOLEAN,
    /** One value, which may be empty, once. */
    SINGLE,
    /** One value, as often as it is given. */
    REPEATED
  }

  /** Refuses every flag, for the instructions that have none. */
  public static void parseNone(LogicalLine line) {
    parse(line, Map.of());
  }

  /**
   * @throws InvalidDockerfile with every flag that is unknown, given twice, or without the value it
   *     needs
   */
  public static BuilderFlags parse(LogicalLine line, Map<String, Kind> known) {
    Map<String, List<String>> values = new HashMap<>();
    List<Problem> problems = new ArrayList<>();
    for (String word : line.flags()) {
      try {
        take(word, line, known, values);
      } catch (InvalidDockerfile e) {
        problems.addAll(e.problems());
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidDockerfile(problems);
    }
    return new BuilderFlags(values);
  }

  private static void take(
      String word, LogicalLine line, Map<String, Kind> known, Map<String, List<String>> values) {
    int equals = word.indexOf('=');
    String flag = equals < 0 ? word : word.substring(0, equals);
    String name = flag.substring(2);
    Kind kind = known.get(name);
    if (kind == null) {
      throw line.invalidAt(
          flag,
          "unknown flag: " + QuotedText.cut(flag),
          NearestName.of(name, known.keySet()).map(nearest -> "--" + nearest));
    }
    if (values.containsKey(name) && kind != Kind.REPEATED) {
      throw line.invalidAt(flag, "duplicate flag specified: " + flag);
    }
    Optional<String> value =
        equals < 0 ? Optional.empty() : Optional.of(word.substring(equals + 1));
    values
        .computeIfAbsent(name, n -> new ArrayList<>())
        .add(kind == Kind.BOOLEAN ? flagSet(line, flag, value) : required(line, flag, value));
  }

  /** Whether a boolean flag is given and not false. */
  public boolean isSet(String name) {
    return choice(name).orElse(false);
  }

  /** What a boolean flag says; empty when it is not given. */
  public Optional<Boolean> choice(String name) {
    return value(name).map(Boolean::valueOf);
  }

  /** The value of a flag that is given at most once. */
  public Optional<String> value(String name) {
    return values(name).stream().findFirst();
  }

  /** The values of a flag, in the order given. */
  public List<String> values(String name) {
    return List.copyOf(values.getOrDefault(name, List.of()));
  }

  private static String flagSet(LogicalLine line, String flag, Optional<String> value) {
    if (value.isEmpty()) {
      return "true";
    }
    String choice = value.get().toLowerCase(Locale.ROOT);
    return switch (choice) {
      case "" -> throw missingValue(line, flag);
      case "true", "false" -> choice;
      default ->
          throw line.invalidAt(
              flag,
              "expecting boolean value for flag " + flag + ", not: " + QuotedText.cut(value.get()));
    };
  }

  private static String required(LogicalLine line, String flag, Optional<String> value) {
    return value.orElseThrow(() -> missingValue(line, flag));
  }

  private static InvalidDockerfile missingValue(LogicalLine line, String flag) {
    return line.invalidAt(flag, "missing a value on flag: " + flag);
  }
}
