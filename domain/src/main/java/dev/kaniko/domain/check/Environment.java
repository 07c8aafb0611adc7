package dev.kaniko.domain.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The variables of a stage while it is gone through. A stage that starts from another sees the
 * other's without copying all of them, as there may be many of both.
 */
final class Environment {
  private final Optional<Environment> below;
  private final Map<String, String> variables = new HashMap<>();
  private final Set<String> declared = new HashSet<>();

  private Environment(Optional<Environment> below) {
    this.below = below;
  }

  static Environment of(Map<String, String> variables) {
    Environment environment = new Environment(Optional.empty());
    environment.variables.putAll(variables);
    return environment;
  }

  /** For a stage that starts from the stage of this one, which must not change any more. */
  Environment next() {
    Environment top = this;
    while (top.below.isPresent() && 2 * top.size() >= top.below.get().size()) {
      top = top.joined(top.below.get());
    }
    return new Environment(Optional.of(top));
  }

  /**
   * This one and the one below it. As only such are joined of which the lower is not much larger,
   * no lookup meets more than a few, and no variable is copied often.
   */
  private Environment joined(Environment lower) {
    if (size() == 0) {
      return lower;
    }
    Environment joined = new Environment(lower.below);
    joined.variables.putAll(lower.variables);
    joined.variables.putAll(variables);
    joined.declared.addAll(lower.declared);
    joined.declared.addAll(declared);
    return joined;
  }

  private int size() {
    return variables.size() + declared.size();
  }

  /** From this one downwards. */
  private List<Environment> layers() {
    List<Environment> layers = new ArrayList<>();
    Optional<Environment> layer = Optional.of(this);
    while (layer.isPresent()) {
      layers.add(layer.get());
      layer = layer.get().below;
    }
    return layers;
  }

  Optional<String> get(String name) {
    Environment layer = this;
    while (!layer.variables.containsKey(name)) {
      if (layer.below.isEmpty()) {
        return Optional.empty();
      }
      layer = layer.below.get();
    }
    return Optional.of(layer.variables.get(name));
  }

  void set(String name, String value) {
    variables.put(name, value);
  }

  /** Takes note of a name of ARG, whether it has a value or not. */
  void declare(String name) {
    declared.add(name);
  }

  boolean isDeclared(String name) {
    return layers().stream().anyMatch(layer -> layer.declared.contains(name));
  }

  /** The names of all variables that have a value; some may come twice. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    layers().forEach(layer -> names.addAll(layer.variables.keySet()));
    return names;
  }
}
