package dev.kaniko.domain.dockerfile.value;

import java.net.Inet6Address;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The notation of EXPOSE: {@code [[ip:]host:]container[/protocol]}, ports and ranges of them. Only
 * the container's ports and the protocol mean something there; the rest has to be right all the
 * same.
 */
public final class PortSpecification {
  private static final Set<String> PROTOCOLS = Set.of("tcp", "udp", "sctp");
  private static final Pattern RANGE = Pattern.compile("0*(\\d{1,5})(?:-0*(\\d{1,5}))?");
  private static final String OCTET = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
  private static final Pattern IPV4 = Pattern.compile(OCTET + "(?:\\." + OCTET + "){3}");
  private static final int HIGHEST = 65_535;

  private PortSpecification() {}

  private record Range(int first, int last) {
    boolean isOnePort() {
      return first == last;
    }

    int size() {
      return last - first;
    }
  }

  /**
   * The ports as an image config names them: {@code 80/tcp}.
   *
   * @throws IllegalArgumentException when the text is malformed
   */
  public static SortedSet<String> ports(String text) {
    int containerStart = text.lastIndexOf(':') + 1;
    String container = text.substring(containerStart);
    int slash = container.indexOf('/');
    String ports = slash < 0 ? container : container.substring(0, slash);
    String protocol = slash < 0 ? "" : container.substring(slash + 1).toLowerCase(Locale.ROOT);
    if (protocol.isEmpty()) {
      protocol = "tcp";
    }
    if (!PROTOCOLS.contains(protocol)) {
      throw new IllegalArgumentException("invalid proto: " + protocol);
    }
    if (ports.isEmpty()) {
      throw new IllegalArgumentException("no port specified: " + text + "<empty>");
    }
    Range range =
        range(ports)
            .orElseThrow(() -> new IllegalArgumentException("invalid containerPort: " + ports));
    checkHost(text.substring(0, Math.max(0, containerStart - 1)), range, ports);
    SortedSet<String> names = new TreeSet<>();
    for (int port = range.first(); port <= range.last(); port++) {
      names.add(port + "/" + protocol);
    }
    return names;
  }

  /** What stands before the container's port: nothing, a port, or an address and a port. */
  private static void checkHost(String host, Range container, String containerPorts) {
    int colon = host.lastIndexOf(':');
    String hostPorts = host.substring(colon + 1);
    if (colon >= 0) {
      checkAddress(host.substring(0, colon));
    }
    if (hostPorts.isEmpty()) {
      return;
    }
    Range range =
        range(hostPorts)
            .orElseThrow(() -> new IllegalArgumentException("invalid hostPort: " + hostPorts));
    if (range.size() != container.size() && !container.isOnePort()) {
      throw new IllegalArgumentException(
          "invalid ranges specified for container and host Ports: "
              + containerPorts
              + " and "
              + hostPorts);
    }
  }

  private static void checkAddress(String address) {
    boolean bracketed = address.startsWith("[") && address.endsWith("]");
    String literal = bracketed ? address.substring(1, address.length() - 1) : address;
    if (!literal.isEmpty() && !IPV4.matcher(literal).matches() && !isIpv6(literal)) {
      throw new IllegalArgumentException("invalid IP address: " + address);
    }
  }

  private static boolean isIpv6(String literal) {
    if (!literal.contains(":") || literal.contains("%")) {
      return false;
    }
    try {
      return Inet6Address.ofLiteral(literal) != null;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static Optional<Range> range(String text) {
    Matcher matcher = RANGE.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int first = Integer.parseInt(matcher.group(1));
    int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
    return first <= last && last <= HIGHEST
        ? Optional.of(new Range(first, last))
        : Optional.empty();
  }
}
