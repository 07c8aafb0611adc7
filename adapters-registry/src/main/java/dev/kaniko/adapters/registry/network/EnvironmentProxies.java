package dev.kaniko.adapters.registry.network;

import dev.kaniko.ports.failure.EnvironmentFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The proxies that HTTPS_PROXY, HTTP_PROXY and NO_PROXY name, in capitals or not, read as Go's
 * programs read them. The machine itself is never reached through a proxy.
 */
public final class EnvironmentProxies extends ProxySelector {
  private static final int DEFAULT_PORT = 80;

  /** The JDK drops a user and password for a proxy's tunnel unless this property is empty. */
  private static final String TUNNEL_PROPERTY = "jdk.http.auth.tunneling.disabledSchemes";

  private final Map<String, String> environment;

  public EnvironmentProxies(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public List<Proxy> select(URI uri) {
    return proxyFor(uri)
        .map(proxy -> InetSocketAddress.createUnresolved(proxy.getHost(), port(proxy)))
        .map(address -> List.of(new Proxy(Proxy.Type.HTTP, address)))
        .orElse(List.of(Proxy.NO_PROXY));
  }

  /** The failure reaches whoever made the request; there is no second proxy to try. */
  @Override
  public void connectFailed(URI uri, SocketAddress address, IOException failure) {}

  /** What a request to {@code uri} has to show the proxy, if the proxy's URL has a user. */
  public Optional<String> authorization(URI uri) {
    Optional<String> user = proxyFor(uri).map(URI::getUserInfo);
    if (user.isEmpty()) {
      return Optional.empty();
    }
    String disabled = System.getProperty(TUNNEL_PROPERTY, "Basic");
    if (uri.getScheme().equals("https") && disabled.contains("Basic")) {
      throw new EnvironmentFailure(
          "the proxy for " + uri.getHost() + " wants a user and password, which Java holds back",
          "start Java with -D" + TUNNEL_PROPERTY + "=");
    }
    byte[] bytes = user.get().getBytes(StandardCharsets.UTF_8);
    return Optional.of("Basic " + Base64.getEncoder().encodeToString(bytes));
  }

  private Optional<URI> proxyFor(URI uri) {
    String proxy = variable(uri.getScheme().equals("https") ? "HTTPS_PROXY" : "HTTP_PROXY");
    if (proxy.isEmpty() || Hosts.isLoopback(uri.getHost()) || excepted(uri)) {
      return Optional.empty();
    }
    return Optional.of(parse(proxy));
  }

  private static URI parse(String proxy) {
    String url = proxy.contains("://") ? proxy : "http://" + proxy;
    try {
      URI uri = URI.create(url);
      if ("http".equals(uri.getScheme()) && uri.getHost() != null) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      throw unusable(e);
    }
    throw unusable(null);
  }

  /** Without the proxy's URL, which may hold a password. */
  private static EnvironmentFailure unusable(Throwable cause) {
    return new EnvironmentFailure(
        "the proxy that HTTPS_PROXY or HTTP_PROXY names cannot be used",
        Optional.of("give it as http://host:port; SOCKS and TLS to the proxy are not supported"),
        cause);
  }

  private static int port(URI proxy) {
    return proxy.getPort() < 0 ? DEFAULT_PORT : proxy.getPort();
  }

  private boolean excepted(URI uri) {
    String host = uri.getHost().toLowerCase(Locale.ROOT);
    for (String entry : variable("NO_PROXY").toLowerCase(Locale.ROOT).split(",")) {
      String pattern = entry.strip();
      if (pattern.equals("*") || (!pattern.isEmpty() && matches(pattern, host, uri))) {
        return true;
      }
    }
    return false;
  }

  private static boolean matches(String entry, String host, URI uri) {
    String pattern = entry;
    int colon = pattern.lastIndexOf(':');
    boolean hasPort = colon > pattern.lastIndexOf(']') && pattern.indexOf(':') == colon;
    if (hasPort) {
      if (!pattern.substring(colon + 1).equals(Integer.toString(Hosts.port(uri)))) {
        return false;
      }
      pattern = pattern.substring(0, colon);
    }
    Optional<InetAddress> address = Hosts.literal(host);
    if (address.isPresent()) {
      return AddressRange.parse(pattern).map(range -> range.holds(address.get())).orElse(false);
    }
    if (pattern.startsWith("*.")) {
      pattern = pattern.substring(1);
    }
    return pattern.startsWith(".")
        ? host.endsWith(pattern)
        : host.equals(pattern) || host.endsWith("." + pattern);
  }

  private String variable(String name) {
    String capitals = environment.getOrDefault(name, "");
    return capitals.isEmpty()
        ? environment.getOrDefault(name.toLowerCase(Locale.ROOT), "")
        : capitals;
  }
}
