package dev.kaniko.adapters.registry.names;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code /etc/hosts} says.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/hosts.5.html">hosts(5)</a>
 */
final class HostsFile {
  private final Map<String, List<InetAddress>> addresses = new LinkedHashMap<>();
  private final Map<InetAddress, String> names = new LinkedHashMap<>();

  /** Lines that give no address are passed over, as by every reader of that file. */
  static HostsFile parse(String text) {
    HostsFile hosts = new HostsFile();
    text.lines().forEach(hosts::add);
    return hosts;
  }

  private void add(String line) {
    String[] words = line.replaceFirst("#.*", "").strip().split("\\s+");
    Optional<InetAddress> address = NumericAddress.of(words[0]);
    if (address.isEmpty() || words.length == 1) {
      return;
    }
    names.putIfAbsent(address.get(), words[1]);
    for (String name : Arrays.asList(words).subList(1, words.length)) {
      addresses.computeIfAbsent(key(name), _ -> new ArrayList<>()).add(address.get());
    }
  }

  List<InetAddress> addresses(String name) {
    return addresses.getOrDefault(key(name), List.of());
  }

  Optional<String> name(InetAddress address) {
    return Optional.ofNullable(names.get(address));
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
