package dev.kaniko.domain.dockerfile.expansion;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The variables that words may use, and a record of those that were missed. */
final class Variables {
  private final Function<String, Optional<String>> lookup;
  private final Set<String> missed = new LinkedHashSet<>();

  Variables(Function<String, Optional<String>> lookup) {
    this.lookup = lookup;
  }

  /** For uses that say what to do when the variable is not set. */
  Optional<String> find(String name) {
    return lookup.apply(name);
  }

  /** For uses that take the variable for granted. */
  Optional<String> require(String name) {
    Optional<String> value = lookup.apply(name);
    if (value.isEmpty()) {
      missed.add(name);
    }
    return value;
  }

  List<String> missed() {
    return List.copyOf(missed);
  }
}
