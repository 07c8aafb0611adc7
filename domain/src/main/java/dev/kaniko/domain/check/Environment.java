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
 * other's without copying them, as there may be many of both.
 */
final class Environment {
  /** With more stages upon one another, looking through all costs more than a copy. */
  private static final int DEEPEST = 64;

  private final Optional<Environment> below;
  private final Map<String, String> variables = new HashMap<>();
  private final Set<String> declared = new HashSet<>();
  private final int depth;

  private Environment(Optional<Environment> below, int depth) {
    this.below = below;
    this.depth = depth;
  }

  static Environment of(Map<String, String> variables) {
    Environment environment = new Environment(Optional.empty(), 0);
    environment.variables.putAll(variables);
    return environment;
  }

  /** For a stage that starts from the stage of this one, which must not change any more. */
  Environment next() {
    if (depth < DEEPEST) {
      return new Environment(Optional.of(this), depth + 1);
    }
    Environment flat = new Environment(Optional.empty(), 0);
    for (Environment layer : layers().reversed()) {
      flat.variables.putAll(layer.variables);
      flat.declared.addAll(layer.declared);
    }
    return flat;
  }

  /** This one first. */
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
