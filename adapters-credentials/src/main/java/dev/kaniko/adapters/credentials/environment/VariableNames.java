package dev.kaniko.adapters.credentials.environment;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What the variables for a host are called: {@code KANIKO_REGISTRY_EXAMPLE_COM} and then {@code
 * KANIKO_EXAMPLE_COM} for {@code registry.example.com}.
 *
 * @param prefix of the variables' names
 * @param host that the name is made of: the registry's, or a domain that it is in
 */
record VariableNames(String prefix, String host) {
  private static final Pattern NUMBERS = Pattern.compile("[0-9.]+");

  /**
   * The names, the longest first, down to two labels; an address is in no domain.
   *
   * @param registry host and maybe port, which is no part of the names
   */
  static List<VariableNames> of(String registry) {
    String host = host(registry);
    List<VariableNames> names = new ArrayList<>();
    if (host.isEmpty() || host.startsWith("[")) {
      return names;
    }
    names.add(named(host));
    boolean address = NUMBERS.matcher(host).matches();
    for (String domain = parent(host); !address && domain.contains("."); domain = parent(domain)) {
      names.add(named(domain));
    }
    return names;
  }

  /** In lower case, without the port. */
  static String host(String registry) {
    return registry.toLowerCase(Locale.ROOT).replaceFirst(":\\d+$", "");
  }

  private static String parent(String host) {
    return host.substring(host.indexOf('.') + 1);
  }

  private static VariableNames named(String host) {
    String name = host.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    return new VariableNames("KANIKO_" + name, host);
  }

  /**
   * Whether other hosts have the same name: a hyphen and a dot are written alike, and {@code
   * registry-example.com} may be anybody's.
   */
  boolean areAmbiguous() {
    return host.contains("-");
  }

  String user() {
    return prefix + "_USER";
  }

  String password() {
    return prefix + "_PASSWORD";
  }

  /** Says which host is meant, where the name alone does not. */
  String meant() {
    return prefix + "_HOST";
  }
}
