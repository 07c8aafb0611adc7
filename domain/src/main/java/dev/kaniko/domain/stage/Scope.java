package dev.kaniko.domain.stage;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * The variables that an instruction sees: ENV and ARG in the order in which they were set, the
 * later one winning, whichever of the two it is.
 *
 * @param variables all that have a value, by name
 * @param buildArgs the names that ARG has declared, in that order; only some have a value
 */
public record Scope(
    SequencedMap<String, String> variables, SequencedMap<String, Optional<String>> buildArgs) {
  public Scope {
    variables = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(variables));
    buildArgs = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(buildArgs));
  }

  public static Scope empty() {
    return new Scope(new LinkedHashMap<>(), new LinkedHashMap<>());
  }

  public Optional<String> get(String name) {
    return Optional.ofNullable(variables.get(name));
  }

  /** With variables of ENV. */
  public Scope withEnv(Map<String, String> env) {
    SequencedMap<String, String> more = new LinkedHashMap<>(variables);
    more.putAll(env);
    return new Scope(more, buildArgs);
  }

  /** With a name that ARG declares; without a value it stays undefined, or what it was. */
  public Scope withArg(String name, Optional<String> value) {
    SequencedMap<String, String> more = new LinkedHashMap<>(variables);
    value.ifPresent(v -> more.put(name, v));
    SequencedMap<String, Optional<String>> declared = new LinkedHashMap<>(buildArgs);
    declared.put(name, value);
    return new Scope(more, declared);
  }
}
