package dev.kaniko.adapters.registry.network;

import com.google.cloud.tools.jib.registry.RegistryAliasGroup;
import dev.kaniko.domain.image.ImageReference;
import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/** What the name of a host says by itself, nobody being asked. */
public final class Hosts {
  /** Docker Hub, by the one of its names for which jib knows the host. */
  private static final String HUB_ALIAS = "docker.io";

  private Hosts() {}

  /** The host and port that a registry really has: Docker Hub's differs from its name. */
  public static String ofRegistry(String registry) {
    return registry.equals(ImageReference.DOCKER_HUB)
        ? RegistryAliasGroup.getHost(HUB_ALIAS)
        : registry;
  }

  /** The registry's name for its host and port: the inverse of {@link #ofRegistry}. */
  public static String registryAt(URI uri) {
    String authority = uri.getRawAuthority();
    boolean hub =
        authority.endsWith("docker.io") && authority.equals(ofRegistry(ImageReference.DOCKER_HUB));
    return hub ? ImageReference.DOCKER_HUB : authority;
  }

  /** The port, also when it goes without saying. */
  static int port(URI uri) {
    if (uri.getPort() >= 0) {
      return uri.getPort();
    }
    return uri.getScheme().equals("https") ? 443 : 80;
  }

  /** Same scheme, host and port: the only place that credentials may go to. */
  public static boolean sameOrigin(URI one, URI other) {
    return one.getScheme().equals(other.getScheme())
        && one.getHost().equalsIgnoreCase(other.getHost())
        && port(one) == port(other);
  }

  /** The address that {@code host} is, if it is one and not a name. */
  static Optional<InetAddress> literal(String host) {
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    try {
      return Optional.of(InetAddress.ofLiteral(bare));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** This machine itself: {@code localhost}, {@code *.localhost}, 127.0.0.0/8, {@code ::1}. */
  static boolean isLoopback(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return name.equals("localhost")
        || name.endsWith(".localhost")
        || literal(host).map(InetAddress::isLoopbackAddress).orElse(false);
  }

  /** A private network by its very name: {@code *.local} or an address of RFC 1918. */
  static boolean isPrivate(String host) {
    return host.toLowerCase(Locale.ROOT).endsWith(".local")
        || literal(host).map(InetAddress::isSiteLocalAddress).orElse(false);
  }
}
