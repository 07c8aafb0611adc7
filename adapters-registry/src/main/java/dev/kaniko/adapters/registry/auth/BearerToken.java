package dev.kaniko.adapters.registry.auth;

import java.time.Instant;

/**
 * @param expires when to get another one
 */
record BearerToken(String value, Instant expires) {

  boolean isFresh() {
    return Instant.now().isBefore(expires);
  }

  @Override
  public String toString() {
    return "token until " + expires;
  }
}
