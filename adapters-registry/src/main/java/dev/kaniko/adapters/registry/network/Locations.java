package dev.kaniko.adapters.registry.network;

import dev.kaniko.adapters.registry.json.Excerpt;
import dev.kaniko.adapters.registry.options.Access;
import dev.kaniko.ports.failure.RegistryFailure;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Judges the places that a registry names: redirects, token services, uploads, URLs of foreign
 * layers. A registry must not use this client to reach what only this machine can reach
 * (CVE-2020-15157 and its kin), nor to carry anything over the network unprotected.
 */
public final class Locations {
  private final Schemes schemes;

  public Locations(Schemes schemes) {
    this.schemes = schemes;
  }

  /**
   * The location that a registry has named, made absolute.
   *
   * @param from the registry, at the scheme by which it is reached
   * @param location absolute or relative to {@code from}
   * @param role what it was named as, for messages: {@code token service}
   * @throws RegistryFailure when it may not be used
   */
  public URI accept(URI from, String location, String role, Access access) {
    URI to;
    try {
      to = from.resolve(location.strip());
    } catch (IllegalArgumentException e) {
      throw refused(from, location, role, "which is no URL", e);
    }
    String scheme = to.getScheme() == null ? "" : to.getScheme().toLowerCase(Locale.ROOT);
    if (!(scheme.equals("https") || scheme.equals("http")) || to.getHost() == null) {
      throw refused(from, location, role, "which is no URL of HTTP", null);
    }
    if (to.getUserInfo() != null) {
      throw refused(from, location, role, "which carries a user's name", null);
    }
    if (!Hosts.sameOrigin(from, to)) {
      checkProtection(from, to, role, access);
      checkReach(from, to, role);
    }
    return to;
  }

  private void checkProtection(URI from, URI to, String role, Access access) {
    boolean sameUnprotectedHost =
        from.getScheme().equals("http") && from.getHost().equalsIgnoreCase(to.getHost());
    if (to.getScheme().equals("http") && !sameUnprotectedHost && !schemes.allow(to, access)) {
      throw refused(from, to.toString(), role, "which has no TLS", null);
    }
  }

  private static void checkReach(URI from, URI to, String role) {
    Reach reach = Reach.of(to.getHost());
    if (reach == Reach.FORBIDDEN) {
      throw refused(from, to.toString(), role, "an address where no registry is", null);
    }
    if (reach == Reach.INTERNAL && Reach.of(from.getHost()) == Reach.PUBLIC) {
      throw refused(from, to.toString(), role, "an address of the network inside", null);
    }
  }

  private static RegistryFailure refused(
      URI from, String location, String role, String reason, Throwable cause) {
    String registry = Hosts.registryAt(from);
    int query = location.indexOf('?');
    String shown = Excerpt.of(query < 0 ? location : location.substring(0, query));
    return new RegistryFailure(
        registry,
        OptionalInt.empty(),
        "registry " + registry + " names " + shown + " as its " + role + ", " + reason,
        Optional.of(
            "if the registry is behind a proxy, it has to know the address that its users see"),
        cause);
  }
}
