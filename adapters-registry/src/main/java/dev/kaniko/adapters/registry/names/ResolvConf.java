package dev.kaniko.adapters.registry.names;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What {@code /etc/resolv.conf} says.
 *
 * @param search domains that are tried behind a name
 * @param dots a name with fewer of them is tried behind the domains first
 * @param attempts how often each server is asked
 * @see <a href="https://man7.org/linux/man-pages/man5/resolv.conf.5.html">resolv.conf(5)</a>
 */
record ResolvConf(
    List<InetAddress> servers, List<String> search, int dots, int seconds, int attempts) {
  private static final int MOST_SERVERS = 3;

  ResolvConf {
    servers = List.copyOf(servers.subList(0, Math.min(servers.size(), MOST_SERVERS)));
    search = List.copyOf(search);
  }

  static ResolvConf parse(String text) {
    List<InetAddress> servers = new ArrayList<>();
    List<String> search = List.of();
    List<String> options = new ArrayList<>();
    for (String line : text.lines().map(String::strip).toList()) {
      List<String> words = Arrays.asList(line.split("\\s+"));
      List<String> values = words.subList(1, words.size());
      switch (words.getFirst()) {
        case "nameserver" ->
            values.stream().findFirst().flatMap(NumericAddress::of).ifPresent(servers::add);
        // The last of them holds.
        case "search", "domain" -> search = values;
        case "options" -> options.addAll(values);
        default -> {
          // A comment, or of no use to us: other resolvers have settings of their own here.
        }
      }
    }
    if (servers.isEmpty()) {
      servers.add(InetAddress.getLoopbackAddress());
    }
    return new ResolvConf(
        servers,
        search.stream().filter(domain -> !domain.equals(".")).toList(),
        number(options, "ndots:", 1),
        number(options, "timeout:", 5),
        number(options, "attempts:", 2));
  }

  private static int number(List<String> options, String name, int otherwise) {
    Optional<String> last =
        options.stream().filter(option -> option.startsWith(name)).reduce((_, later) -> later);
    return last.map(option -> option.substring(name.length()))
        .filter(value -> value.matches("[0-9]{1,2}"))
        .map(Integer::valueOf)
        .orElse(otherwise);
  }

  /** The full names to ask for, in their order. */
  List<String> candidates(String name) {
    if (name.endsWith(".")) {
      return List.of(name);
    }
    List<String> candidates =
        new ArrayList<>(search.stream().map(domain -> name + "." + domain).toList());
    long dotsOfName = name.chars().filter(c -> c == '.').count();
    candidates.add(dotsOfName >= dots ? 0 : candidates.size(), name);
    return candidates;
  }
}
