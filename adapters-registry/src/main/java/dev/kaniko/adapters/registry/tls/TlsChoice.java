package dev.kaniko.adapters.registry.tls;

import dev.kaniko.adapters.registry.network.Hosts;
import dev.kaniko.adapters.registry.options.Access;
import dev.kaniko.adapters.registry.options.ClientCertificate;
import dev.kaniko.adapters.registry.options.RegistryOptions;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** How a host is spoken to; hosts with the same choice share their connections' client. */
public sealed interface TlsChoice {

  /** HTTP alone. */
  record Plain() implements TlsChoice {}

  /**
   * @param verified whether the server has to prove who it is
   * @param authority one more to trust
   */
  record Tls(boolean verified, Optional<Path> authority, Optional<ClientCertificate> client)
      implements TlsChoice {}

  static TlsChoice of(URI uri, Access access, RegistryOptions options) {
    if (!uri.getScheme().equals("https")) {
      return new Plain();
    }
    String host = Hosts.registryAt(uri);
    return new Tls(
        !options.unverifiedTls().covers(host, access),
        Optional.ofNullable(options.certificates().get(host)),
        Optional.ofNullable(options.clientCertificates().get(host)));
  }
}
