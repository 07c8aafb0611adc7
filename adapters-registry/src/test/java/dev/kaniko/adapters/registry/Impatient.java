package dev.kaniko.adapters.registry;

import dev.kaniko.adapters.registry.client.Tuning;
import dev.kaniko.adapters.registry.http.Patience;
import dev.kaniko.adapters.registry.http.RetryPolicy;
import dev.kaniko.adapters.registry.options.RegistryOptions;
import dev.kaniko.ports.credentials.Credential;
import dev.kaniko.ports.credentials.CredentialHelper;
import dev.kaniko.ports.listener.BuildListener;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Registries that try three times, with hardly a pause, and send in pieces of 64 KiB. */
final class Impatient {
  static final RegistryOptions OPTIONS = RegistryOptions.strict("kaniko/test");

  private static final RetryPolicy RETRIES =
      new RetryPolicy(3, Duration.ofMillis(20), Duration.ofSeconds(3));

  static final Tuning TUNING = tuning(Duration.ofSeconds(20));

  private Impatient() {}

  private static Tuning tuning(Duration silence) {
    Duration connect = Duration.ofSeconds(10);
    Duration probe = silence.compareTo(connect) < 0 ? silence : connect;
    return new Tuning(new Patience(connect, silence, probe), RETRIES, 64 * 1024, 4);
  }

  /** These wait for no byte longer than a second. */
  static Registries soonGivingUp(BuildListener listener) {
    return new Registries(OPTIONS, List.of(), listener, tuning(Duration.ofSeconds(1)));
  }

  static Registries registries(BuildListener listener) {
    return new Registries(OPTIONS, List.of(), listener, TUNING);
  }

  static Registries registries(RegistryOptions options, BuildListener listener) {
    return new Registries(options, List.of(), listener, TUNING);
  }

  static Registries registries(
      RegistryOptions options, BuildListener listener, CredentialHelper helper) {
    return new Registries(options, List.of(helper), listener, TUNING);
  }

  /** A helper that knows credentials by registry. */
  static CredentialHelper helper(Map<String, Credential> byRegistry) {
    return new CredentialHelper() {
      @Override
      public Optional<Credential> credentialFor(String registry, String repository) {
        return Optional.ofNullable(byRegistry.get(registry));
      }

      @Override
      public String source() {
        return "/test/config.json";
      }
    };
  }
}
