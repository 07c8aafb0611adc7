package dev.kaniko.adapters.credentials.docker;

import com.google.cloud.tools.jib.registry.RegistryAliasGroup;
import java.util.ArrayList;
import java.util.List;

/** The ways in which a config names registries and parts of them. */
final class RegistryKeys {
  private static final String HUB = "index.docker.io";

  /** The server by which programs know Docker Hub. */
  private static final String HUB_SERVER = "https://index.docker.io/v1/";

  private RegistryKeys() {}

  /** A key as it was written, without scheme, version and slash: {@code host[:port][/path]}. */
  static String normalised(String key) {
    String rest = key.strip();
    for (String scheme : List.of("https://", "http://")) {
      if (rest.startsWith(scheme)) {
        rest = rest.substring(scheme.length());
      }
    }
    rest = withoutSlashes(rest);
    for (String version : List.of("/v1", "/v2")) {
      int end = rest.length() - version.length();
      // As a path of its own: "host/team/v1" is a repository.
      if (rest.endsWith(version) && rest.indexOf('/') == end) {
        rest = rest.substring(0, end);
      }
    }
    return rest;
  }

  private static String withoutSlashes(String text) {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == '/') {
      end--;
    }
    return text.substring(0, end);
  }

  /**
   * The normalised keys that may hold the credentials for a repository: the longest path first, the
   * registry alone last.
   */
  static List<String> candidates(String registry, String repository) {
    List<String> paths = new ArrayList<>();
    for (String path = repository; !path.isEmpty(); path = parent(path)) {
      paths.add("/" + path);
    }
    paths.add("");
    List<String> candidates = new ArrayList<>();
    for (String path : paths) {
      for (String name : names(registry)) {
        candidates.add(name + path);
      }
    }
    return candidates;
  }

  private static String parent(String path) {
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }

  /** The names of one registry, the most usual first; only Docker Hub has several. */
  static List<String> names(String registry) {
    return registry.equals(HUB) ? RegistryAliasGroup.getAliasesGroup(registry) : List.of(registry);
  }

  /** As programs are asked for it. */
  static String server(String registry) {
    return registry.equals(HUB) ? HUB_SERVER : registry;
  }
}
