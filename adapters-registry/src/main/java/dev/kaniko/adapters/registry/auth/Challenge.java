package dev.kaniko.adapters.registry.auth;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One way to authenticate that a server offers.
 *
 * @param scheme in lower case
 * @param parameters by name, in lower case
 */
record Challenge(String scheme, Map<String, String> parameters) {
  Challenge {
    parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
  }

  boolean isBearer() {
    return scheme.equals("bearer") && parameter("realm").isPresent();
  }

  boolean isBasic() {
    return scheme.equals("basic");
  }

  Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name)).filter(value -> !value.isEmpty());
  }
}
