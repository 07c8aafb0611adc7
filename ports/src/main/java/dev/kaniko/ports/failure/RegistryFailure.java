package dev.kaniko.ports.failure;

import java.util.Optional;
import java.util.OptionalInt;

/** A registry refused, could not be reached, or gave no sensible answer. */
public final class RegistryFailure extends BuildFailure {
  private final transient String registry;
  private final transient OptionalInt status;
  private final transient Optional<String> hint;

  /**
   * @param registry host and port
   * @param status of the HTTP answer, when there was one
   * @param message what was asked for, in which repository, and the registry's own words
   * @param hint what to do
   */
  public RegistryFailure(
      String registry, OptionalInt status, String message, Optional<String> hint, Throwable cause) {
    super(message, cause);
    this.registry = registry;
    this.status = status;
    this.hint = hint;
  }

  public String registry() {
    return registry;
  }

  public OptionalInt status() {
    return status;
  }

  /** The same failure with a hint put before the one it has. */
  public RegistryFailure withHint(String newHint) {
    String both = hint.map(own -> newHint + "; " + own).orElse(newHint);
    return new RegistryFailure(registry, status, getMessage(), Optional.of(both), this);
  }

  public Optional<String> hint() {
    return hint;
  }
}
