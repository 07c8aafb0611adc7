package dev.kaniko.wiring;

import dev.kaniko.adapters.registry.options.ClientCertificate;
import dev.kaniko.adapters.registry.options.RegistryOptions;
import dev.kaniko.adapters.registry.options.Relaxation;
import dev.kaniko.cli.Version;
import dev.kaniko.cli.flags.RegistryFlags;
import dev.kaniko.domain.source.Problem;
import dev.kaniko.ports.failure.UserMistakes;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Turns the flags about registries into the options of the client. */
final class RegistryAccess {
  private RegistryAccess() {}

  static RegistryOptions options(RegistryFlags flags, Map<String, String> environment) {
    return RegistryOptions.strict("kaniko/" + Version.current())
        .withPlainHttp(
            new Relaxation(
                flags.insecure, flags.insecurePull, new HashSet<>(flags.insecureRegistries)))
        .withUnverifiedTls(
            new Relaxation(
                flags.skipTlsVerify,
                flags.skipTlsVerifyPull || flags.skipTlsVerify,
                new HashSet<>(flags.skipTlsVerifyRegistries)))
        .withCertificates(byRegistry("--registry-certificate", flags.certificates, Path::of))
        .withClientCertificates(
            byRegistry(
                "--registry-client-cert", flags.clientCertificates, ClientCertificate::parse))
        .withEnvironment(environment);
  }

  private static <T> Map<String, T> byRegistry(
      String flag, List<String> values, Function<String, T> parse) {
    Map<String, T> byRegistry = new HashMap<>();
    for (String value : values) {
      int equals = value.indexOf('=');
      if (equals <= 0) {
        throw new UserMistakes(
            Problem.general(flag + ": invalid argument value. expect key=value, got " + value));
      }
      try {
        byRegistry.put(value.substring(0, equals), parse.apply(value.substring(equals + 1)));
      } catch (IllegalArgumentException e) {
        throw new UserMistakes(Problem.general(flag + ": " + e.getMessage()));
      }
    }
    return byRegistry;
  }
}
