package dev.kaniko.adapters.registry.network;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;

/** How far into our own network an address is. */
enum Reach {
  /** On the internet. */
  PUBLIC,
  /** This machine or a private network. */
  INTERNAL,
  /** Where clouds hand out the machine's own credentials, or where nobody listens. */
  FORBIDDEN;

  /**
   * The worst of the addresses of {@code host}. The JVM remembers them for a while, so that a name
   * server cannot give others when the connection is made. A host that is not found is nowhere.
   */
  static Reach of(String host) {
    try {
      Reach worst = PUBLIC;
      for (InetAddress address : InetAddress.getAllByName(host)) {
        Reach reach = of(address);
        worst = reach.compareTo(worst) > 0 ? reach : worst;
      }
      return worst;
    } catch (UnknownHostException e) {
      return PUBLIC;
    }
  }

  static Reach of(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (bytes.length == 4) {
      return ofIpv4(bytes);
    }
    Optional<byte[]> embedded = embeddedIpv4(bytes);
    if (embedded.isPresent()) {
      return ofIpv4(embedded.get());
    }
    boolean amazonMetadata =
        startsWith(bytes, 0xfd, 0x00, 0x0e, 0xc2) && bytes[14] == 0x02 && bytes[15] == 0x54;
    if (address.isLinkLocalAddress() || address.isMulticastAddress() || amazonMetadata) {
      return FORBIDDEN;
    }
    boolean uniqueLocal = (bytes[0] & 0xfe) == 0xfc;
    return address.isLoopbackAddress()
            || address.isAnyLocalAddress()
            || address.isSiteLocalAddress()
            || uniqueLocal
        ? INTERNAL
        : PUBLIC;
  }

  private static Reach ofIpv4(byte[] bytes) {
    int first = bytes[0] & 0xff;
    int second = bytes[1] & 0xff;
    boolean metadata =
        (first == 169 && second == 254) || startsWith(bytes, 100, 100, 100, 200) || first >= 224;
    if (metadata) {
      return FORBIDDEN;
    }
    boolean internal =
        first == 0
            || first == 10
            || first == 127
            || (first == 172 && second >= 16 && second < 32)
            || (first == 192 && second == 168)
            || (first == 100 && second >= 64 && second < 128)
            || (first == 198 && (second == 18 || second == 19));
    return internal ? INTERNAL : PUBLIC;
  }

  /** The IPv4 address within an address of NAT64, 6to4 or the old compatible form. */
  private static Optional<byte[]> embeddedIpv4(byte[] bytes) {
    if (startsWith(bytes, 0x20, 0x02)) {
      return Optional.of(Arrays.copyOfRange(bytes, 2, 6));
    }
    boolean nat64 = startsWith(bytes, 0x00, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0);
    boolean compatible = startsWith(bytes, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0) && bytes[12] != 0;
    return nat64 || compatible ? Optional.of(Arrays.copyOfRange(bytes, 12, 16)) : Optional.empty();
  }

  private static boolean startsWith(byte[] bytes, int... prefix) {
    for (int i = 0; i < prefix.length; i++) {
      if ((bytes[i] & 0xff) != prefix[i]) {
        return false;
      }
    }
    return true;
  }
}
