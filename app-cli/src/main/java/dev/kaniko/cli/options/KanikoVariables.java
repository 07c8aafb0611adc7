package dev.kaniko.cli.options;

import dev.kaniko.cli.flags.FlagGrammar.BadArguments;
import dev.kaniko.domain.dockerfile.value.GoBoolean;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Variables of kaniko's that are switches, and those that have no meaning here. */
final class KanikoVariables {
  private static final String OWN = "Changes nothing, it is kaniko's own.";

  private static final Map<String, String> WITHOUT_MEANING =
      Map.of(
          "SNAPSHOT_TIMEOUT_DURATION", "Changes nothing: a snapshot takes no time to be limited.",
          "BENCHMARK_FILE", "Changes nothing: times are in the log.",
          "STACKLOG_PATH", OWN,
          "GGCR_EXPERIMENT_ESTARGZ", "Changes nothing: layers are gzip or zstd.",
          "KANIKO_PRE_CLEANUP", "Changes nothing: nothing of the machine's files is in the build.",
          "KANIKO_PRESERVE_CONTEXT", "Changes nothing: a build never changes its context.",
          "KANIKO_PRINT_PLAN", "Changes nothing: --dryrun says what a build would do.",
          "KANIKO_IGNORE_ASSERTIONS", OWN);

  private KanikoVariables() {}

  /**
   * What a switch says; empty when it is not set.
   *
   * @throws BadArguments for a value that is neither true nor false
   */
  static Optional<Boolean> isOn(String name, Map<String, String> environment) throws BadArguments {
    String value = environment.getOrDefault(name, "");
    Optional<Boolean> isOn = GoBoolean.parse(value);
    if (isOn.isEmpty() && !value.isEmpty()) {
      throw new BadArguments("invalid value of " + name + ": expected true or false");
    }
    return isOn;
  }

  /** Those that are set and change nothing, and why, by their names. */
  static SortedMap<String, String> withoutMeaning(Map<String, String> environment) {
    SortedMap<String, String> found = new TreeMap<>();
    for (String name : environment.keySet()) {
      // Switches of what differs between releases of kaniko's successors, and what they report.
      if (name.startsWith("FF_KANIKO_") || name.startsWith("KANIKO_TELEMETRY_")) {
        found.put(name, OWN);
      } else if (WITHOUT_MEANING.containsKey(name)) {
        found.put(name, WITHOUT_MEANING.get(name));
      }
    }
    return found;
  }
}
