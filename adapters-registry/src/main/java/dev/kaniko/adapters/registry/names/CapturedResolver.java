package dev.kaniko.adapters.registry.names;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds addresses in a hosts file, then by the name servers of a resolv.conf, both read when the
 * executor started.
 */
final class CapturedResolver implements InetAddressResolver {
  private static final int DNS_PORT = 53;

  private final HostsFile hosts;
  private final ResolvConf settings;
  private final int port;
  private NameServers servers;

  CapturedResolver(HostsFile hosts, ResolvConf settings) {
    this(hosts, settings, DNS_PORT);
  }

  /**
   * @param port of the name servers
   */
  CapturedResolver(HostsFile hosts, ResolvConf settings, int port) {
    this.hosts = hosts;
    this.settings = settings;
    this.port = port;
  }

  @Override
  public Stream<InetAddress> lookupByName(String host, LookupPolicy policy)
      throws UnknownHostException {
    boolean ipv4 = has(policy, LookupPolicy.IPV4);
    boolean ipv6 = has(policy, LookupPolicy.IPV6);
    List<InetAddress> local =
        local(host).stream().filter(address -> isIpv4(address) ? ipv4 : ipv6).toList();
    List<InetAddress> named = new ArrayList<>();
    for (InetAddress address : local.isEmpty() ? servers().addresses(host, ipv4, ipv6) : local) {
      // Who has an address without a name looks for one: the way back is slow, and another name.
      named.add(InetAddress.getByAddress(host, address.getAddress()));
    }
    Comparator<InetAddress> ipv4First = Comparator.comparing(address -> !isIpv4(address));
    if (has(policy, LookupPolicy.IPV4_FIRST)) {
      return named.stream().sorted(ipv4First);
    }
    return has(policy, LookupPolicy.IPV6_FIRST)
        ? named.stream().sorted(ipv4First.reversed())
        : named.stream();
  }

  private List<InetAddress> local(String host) {
    List<InetAddress> listed = hosts.addresses(host);
    if (!listed.isEmpty()) {
      return listed;
    }
    // https://www.rfc-editor.org/rfc/rfc6761#section-6.3: never a question for a name server.
    String name = host.toLowerCase(Locale.ROOT);
    boolean localhost = name.equals("localhost") || name.endsWith(".localhost");
    return localhost
        ? List.of(InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("::1"))
        : List.of();
  }

  @Override
  public String lookupByAddress(byte[] bytes) throws UnknownHostException {
    InetAddress address = InetAddress.getByAddress(bytes);
    Optional<String> listed = hosts.name(address);
    return listed.isPresent() ? listed.get() : servers().name(address);
  }

  /** Made when the first name has to be asked for: many a build needs none. */
  private synchronized NameServers servers() {
    if (servers == null) {
      servers = new NameServers(settings, port);
    }
    return servers;
  }

  private static boolean has(LookupPolicy policy, int characteristic) {
    return (policy.characteristics() & characteristic) != 0;
  }

  private static boolean isIpv4(InetAddress address) {
    return address.getAddress().length == 4;
  }
}
