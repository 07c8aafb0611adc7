package dev.kaniko.wiring.parts;

import dev.kaniko.adapters.registry.options.ClientCertificate;
import dev.kaniko.adapters.registry.options.RegistryMap;
import dev.kaniko.adapters.registry.options.RegistryOptions;
import dev.kaniko.adapters.registry.options.Relaxation;
import dev.kaniko.cli.flags.HostFlags;
import dev.kaniko.cli.flags.RegistryFlags;
import dev.kaniko.cli.process.Version;
import dev.kaniko.domain.image.ImageReference;
import dev.kaniko.domain.source.Problem;
import dev.kaniko.ports.failure.UserMistakes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Turns the flags about registries into the options of the client. */
public final class RegistryAccess {
  private RegistryAccess() {}

  public static RegistryOptions options(RegistryFlags flags, Map<String, String> environment) {
    HostFlags hosts = flags.hosts;
    return RegistryOptions.strict(userAgent(environment))
        .withPlainHttp(
            new Relaxation(
                flags.transport.insecure,
                flags.pull.insecurePull,
                new HashSet<>(hosts.insecureRegistries)))
        .withUnverifiedTls(
            new Relaxation(
                flags.transport.skipTlsVerify,
                flags.pull.skipTlsVerifyPull || flags.transport.skipTlsVerify,
                new HashSet<>(hosts.skipTlsVerifyRegistries)))
        .withCertificates(byRegistry("--registry-certificate", hosts.certificates, Path::of))
        .withClientCertificates(
            byRegistry(
                "--registry-client-cert", hosts.clientCertificates, ClientCertificate::parse))
        .withMap(map(flags, environment))
        .withEnvironment(environment);
  }

  /** Pipelines say by UPSTREAM_CLIENT_TYPE on whose behalf they build. */
  private static String userAgent(Map<String, String> environment) {
    String upstream = environment.getOrDefault("UPSTREAM_CLIENT_TYPE", "");
    boolean isWord = upstream.matches("[!-~]+");
    return "kaniko/" + Version.current() + (isWord ? "," + upstream : "");
  }

  /** Where images are pulled from instead: of the flags, then of the environment. */
  private static RegistryMap map(RegistryFlags flags, Map<String, String> environment) {
    Map<String, List<String>> mirrors = new LinkedHashMap<>();
    List<String> ofHub = new ArrayList<>(flags.pull.mirrors);
    Optional.ofNullable(environment.get("KANIKO_REGISTRY_MIRROR"))
        .filter(mirror -> !mirror.isEmpty())
        .ifPresent(ofHub::add);
    ofHub.forEach(mirror -> put(ImageReference.DOCKER_HUB, mirror, mirrors));
    try {
      flags.pull.maps.forEach(value -> addMaps("--registry-map", value, mirrors));
      addMaps("KANIKO_REGISTRY_MAP", environment.getOrDefault("KANIKO_REGISTRY_MAP", ""), mirrors);
      return new RegistryMap(mirrors, !flags.pull.skipFallback);
    } catch (IllegalArgumentException e) {
      throw new UserMistakes(Problem.general("a mirror of a registry: " + e.getMessage()));
    }
  }

  private static void addMaps(String flag, String value, Map<String, List<String>> mirrors) {
    for (String pair : value.split(";")) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        put(
            RegistryOptions.registryName(pair.substring(0, equals)),
            pair.substring(equals + 1),
            mirrors);
      } else if (!pair.isEmpty()) {
        throw new UserMistakes(
            Problem.general(flag + ": invalid argument value. expect key=value, got " + pair));
      }
    }
  }

  private static void put(String registry, String mirror, Map<String, List<String>> mirrors) {
    mirrors.computeIfAbsent(registry, _ -> new ArrayList<>()).add(mirror);
  }

  /** How often a request is tried when flags say how often it is tried again. */
  public static int attempts(RegistryFlags flags) {
    return 1 + Math.max(flags.pushRetry, Math.max(flags.pull.downloadRetry, flags.extractRetry));
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
