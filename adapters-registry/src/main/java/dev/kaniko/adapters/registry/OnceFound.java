package dev.kaniko.adapters.registry;

import java.util.Optional;
import java.util.function.Supplier;

/** A value that is looked for until it is found, by one thread at a time, and then kept. */
final class OnceFound<T> {
  private Optional<T> value = Optional.empty();

  synchronized T get(Supplier<T> search) {
    if (value.isEmpty()) {
      value = Optional.of(search.get());
    }
    return value.get();
  }
}
