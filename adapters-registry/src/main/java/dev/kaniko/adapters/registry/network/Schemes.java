package dev.kaniko.adapters.registry.network;

import dev.kaniko.adapters.registry.options.Access;
import dev.kaniko.adapters.registry.options.RegistryOptions;
import java.net.URI;
import java.util.List;

/** Which hosts may be spoken to without TLS, and in which order the two ways are tried. */
public final class Schemes {
  private static final List<String> ONLY_TLS = List.of("https");

  private final RegistryOptions options;

  public Schemes(RegistryOptions options) {
    this.options = options;
  }

  /**
   * The schemes for a registry, to be tried in this order. On the machine itself nobody listens, so
   * that HTTP comes first there; elsewhere it is what is left when there is no TLS.
   */
  public List<String> of(String registry, Access access) {
    String host = URI.create("https://" + Hosts.ofRegistry(registry)).getHost();
    if (Hosts.isLoopback(host)) {
      return List.of("http", "https");
    }
    return Hosts.isPrivate(host) || options.plainHttp().covers(registry, access)
        ? List.of("https", "http")
        : ONLY_TLS;
  }

  boolean allow(URI uri, Access access) {
    return of(Hosts.registryAt(uri), access).contains(uri.getScheme());
  }
}
