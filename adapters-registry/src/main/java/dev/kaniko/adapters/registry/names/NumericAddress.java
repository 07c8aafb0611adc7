package dev.kaniko.adapters.registry.names;

import java.net.InetAddress;
import java.util.Optional;

/** Addresses as files have them: numbers, never names to look up. */
final class NumericAddress {
  private NumericAddress() {}

  static Optional<InetAddress> of(String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
