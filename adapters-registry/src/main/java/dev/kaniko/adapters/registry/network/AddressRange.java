package dev.kaniko.adapters.registry.network;

import java.net.InetAddress;
import java.util.Optional;

/**
 * Addresses that begin alike: {@code 10.0.0.0/8}.
 *
 * @param bits how many bits are the same, from the left
 */
record AddressRange(InetAddress base, int bits) {

  /** A range in CIDR notation or a single address; empty for anything else. */
  static Optional<AddressRange> parse(String text) {
    int slash = text.indexOf('/');
    Optional<InetAddress> base = Hosts.literal(slash < 0 ? text : text.substring(0, slash));
    if (base.isEmpty() || slash < 0) {
      return base.map(address -> new AddressRange(address, address.getAddress().length * 8));
    }
    String bits = text.substring(slash + 1);
    return bits.matches("[0-9]{1,3}")
        ? Optional.of(new AddressRange(base.get(), Integer.parseInt(bits)))
        : Optional.empty();
  }

  boolean holds(InetAddress address) {
    byte[] mine = base.getAddress();
    byte[] other = address.getAddress();
    if (mine.length != other.length) {
      return false;
    }
    for (int bit = 0; bit < Math.min(bits, mine.length * 8); bit++) {
      int mask = 0x80 >> (bit % 8);
      if ((mine[bit / 8] & mask) != (other[bit / 8] & mask)) {
        return false;
      }
    }
    return true;
  }
}
