package dev.kaniko.adapters.registry.options;

import dev.kaniko.domain.image.ImageReference;
import java.nio.file.Path;
import java.util.Map;

/**
 * How registries are reached. Registries are named by host and, if any, port, as in an image
 * reference; what is set for one holds for no other.
 *
 * @param userAgent sent with every request: {@code kaniko/1.2.3}
 * @param plainHttp where HTTP without TLS is allowed beside the machine itself and private networks
 * @param unverifiedTls where nobody asks who the server is. Since kaniko's {@code
 *     --skip-tls-verify} holds for both directions, it sets both.
 * @param certificates PEM files of authorities to trust as well, by registry
 * @param clientCertificates by registry
 * @param map mirrors to pull from
 * @param environment the executor's variables: HTTPS_PROXY, HTTP_PROXY, NO_PROXY, SSL_CERT_FILE and
 *     SSL_CERT_DIR are read
 */
public record RegistryOptions(
    String userAgent,
    Relaxation plainHttp,
    Relaxation unverifiedTls,
    Map<String, Path> certificates,
    Map<String, ClientCertificate> clientCertificates,
    RegistryMap map,
    Map<String, String> environment) {
  public RegistryOptions {
    certificates = Map.copyOf(certificates);
    clientCertificates = Map.copyOf(clientCertificates);
    environment = Map.copyOf(environment);
  }

  /** Nothing relaxed, no mirror, no proxy. */
  public static RegistryOptions strict(String userAgent) {
    return new RegistryOptions(
        userAgent,
        Relaxation.NOWHERE,
        Relaxation.NOWHERE,
        Map.of(),
        Map.of(),
        RegistryMap.NONE,
        Map.of());
  }

  public RegistryOptions withPlainHttp(Relaxation relaxation) {
    return new RegistryOptions(
        userAgent, relaxation, unverifiedTls, certificates, clientCertificates, map, environment);
  }

  public RegistryOptions withUnverifiedTls(Relaxation relaxation) {
    return new RegistryOptions(
        userAgent, plainHttp, relaxation, certificates, clientCertificates, map, environment);
  }

  public RegistryOptions withCertificates(Map<String, Path> authorities) {
    return new RegistryOptions(
        userAgent, plainHttp, unverifiedTls, authorities, clientCertificates, map, environment);
  }

  public RegistryOptions withClientCertificates(Map<String, ClientCertificate> clients) {
    return new RegistryOptions(
        userAgent, plainHttp, unverifiedTls, certificates, clients, map, environment);
  }

  public RegistryOptions withMap(RegistryMap newMap) {
    return new RegistryOptions(
        userAgent, plainHttp, unverifiedTls, certificates, clientCertificates, newMap, environment);
  }

  public RegistryOptions withEnvironment(Map<String, String> variables) {
    return new RegistryOptions(
        userAgent, plainHttp, unverifiedTls, certificates, clientCertificates, map, variables);
  }

  /**
   * A registry as image references name it, for what users write of it: {@code docker.io} becomes
   * {@code index.docker.io}.
   *
   * @throws IllegalArgumentException with a sentence for the user when it is no host
   */
  public static String registryName(String written) {
    if (written.contains("/")) {
      throw new IllegalArgumentException("\"" + written + "\" is not a registry host");
    }
    // A port makes the first part of a reference a host, also where that has no dot.
    boolean clear = written.contains(":") || written.contains(".");
    String host = ImageReference.parse((clear ? written : written + ":0") + "/x").registry();
    return clear ? host : host.substring(0, host.length() - 2);
  }

  /** Without the environment, which may hold secrets. */
  @Override
  public String toString() {
    return "options of " + userAgent;
  }
}
