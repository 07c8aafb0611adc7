package dev.kaniko.ports.failure;

/** The one family of failures; adapters translate what their libraries throw into it. */
public abstract sealed class BuildFailure extends RuntimeException
    permits CommandFailure,
        EnvironmentFailure,
        RegistryFailure,
        UnsafeContentFailure,
        UserMistakes {

  protected BuildFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
