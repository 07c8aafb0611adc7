package dev.kaniko.adapters.rootfs.command;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The names of machines that a command finds in its own root. A command that runs in place sees
 * those of the pod instead, and is refused when others were asked for.
 *
 * @param hostname what the command's machine is called; BuildKit's name by default
 * @param extraHosts further lines of {@code /etc/hosts}, in their order
 */
public record HostNames(Optional<String> hostname, List<ExtraHost> extraHosts) {
  private static final String DEFAULT_HOSTNAME = "buildkitsandbox";

  /** What the kernel takes: HOST_NAME_MAX of Linux. */
  private static final int LONGEST_HOSTNAME = 64;

  public HostNames {
    hostname.ifPresent(HostNames::requireOneWord);
    hostname.ifPresent(HostNames::requireHostnameLength);
    extraHosts = List.copyOf(extraHosts);
  }

  /** A name and its address, as {@code --add-host} gives them. */
  public record ExtraHost(String name, String address) {
    public ExtraHost {
      requireOneWord(name);
      requireOneWord(address);
    }
  }

  public static HostNames byDefault() {
    return new HostNames(Optional.empty(), List.of());
  }

  String hostnameOrDefault() {
    return hostname.orElse(DEFAULT_HOSTNAME);
  }

  boolean areDefault() {
    return hostname.isEmpty() && extraHosts.isEmpty();
  }

  /** The text of {@code /etc/hosts}. */
  String hostsFile() {
    StringBuilder text = new StringBuilder();
    text.append("127.0.0.1\tlocalhost ").append(hostnameOrDefault()).append('\n');
    text.append("::1\tlocalhost ip6-localhost ip6-loopback\n");
    for (ExtraHost host : extraHosts) {
      text.append(host.address()).append('\t').append(host.name()).append('\n');
    }
    return text.toString();
  }

  /** Anything else would add words or lines of its own to {@code /etc/hosts}. */
  private static void requireOneWord(String word) {
    boolean isOneWord =
        !word.isEmpty() && word.chars().noneMatch(c -> c <= ' ' || c == 0x7f || c == '#');
    if (!isOneWord) {
      throw new IllegalArgumentException("not a host name or address: \"" + word + "\"");
    }
  }

  private static void requireHostnameLength(String hostname) {
    if (hostname.getBytes(StandardCharsets.UTF_8).length > LONGEST_HOSTNAME) {
      throw new IllegalArgumentException(
          "a host name has at most " + LONGEST_HOSTNAME + " bytes: " + hostname);
    }
  }
}
