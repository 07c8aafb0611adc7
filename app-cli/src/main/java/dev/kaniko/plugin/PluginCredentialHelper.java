package dev.kaniko.plugin;

import dev.kaniko.ports.credentials.Credential;
import dev.kaniko.ports.credentials.CredentialHelper;
import dev.kaniko.ports.failure.EnvironmentFailure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Asks the plugins that have credentials for a registry, and loads them for it. */
final class PluginCredentialHelper implements CredentialHelper {
  private final LoadedPlugins plugins;
  private final Predicate<String> asked;
  private final Map<String, List<Named>> byRegistry = new ConcurrentHashMap<>();

  /**
   * @param asked which plugins may be asked, by their ids
   */
  PluginCredentialHelper(LoadedPlugins plugins, Predicate<String> asked) {
    this.plugins = plugins;
    this.asked = asked;
  }

  private record Named(String plugin, CredentialHelper helper) {}

  @Override
  public Optional<Credential> credentialFor(String registry, String repository) throws IOException {
    for (Named named : helpers(registry)) {
      Optional<Credential> credential = ask(named, registry, repository);
      if (credential.isPresent()) {
        return credential;
      }
    }
    return Optional.empty();
  }

  private List<Named> helpers(String registry) throws IOException {
    List<Named> known = byRegistry.get(registry);
    if (known == null) {
      known = load(registry);
      byRegistry.put(registry, known);
    }
    return known;
  }

  /** Not under a lock of the map: loading may take a while, and other registries go on. */
  private synchronized List<Named> load(String registry) throws IOException {
    List<Named> helpers = new ArrayList<>();
    for (InstalledPlugin plugin : plugins.serving(it -> mayServe(it, registry))) {
      try {
        for (CredentialHelper helper : plugins.extensions(plugin, CredentialHelper.class)) {
          helpers.add(new Named(plugin.name(), helper));
        }
      } catch (EnvironmentFailure e) {
        throw new IOException(e.getMessage(), e);
      }
    }
    if (helpers.isEmpty()) {
      for (InstalledPlugin plugin : plugins.refusedServing(it -> mayServe(it, registry))) {
        throw new IOException(
            "the plugin " + plugin.name() + " was refused: " + plugin.refusal().orElseThrow());
      }
    }
    return helpers;
  }

  private boolean mayServe(PluginDescriptor descriptor, String registry) {
    return asked.test(descriptor.id()) && descriptor.servesRegistry(registry);
  }

  private static Optional<Credential> ask(Named named, String registry, String repository)
      throws IOException {
    try {
      Optional<Credential> credential =
          PluginThread.<Optional<Credential>, IOException, RuntimeException>in(
              named.helper().getClass().getClassLoader(),
              () -> named.helper().credentialFor(registry, repository));
      if (credential == null) {
        throw PluginFault.of(named.plugin(), "gave null for a credential", null);
      }
      return credential;
    } catch (RuntimeException | LinkageError e) {
      // Without its message, which may be about the secret.
      throw new IOException(
          "the plugin " + named.plugin() + " failed: " + e.getClass().getName(), e);
    }
  }

  @Override
  public String source() {
    String sources =
        byRegistry.values().stream()
            .flatMap(List::stream)
            .map(named -> named.helper().source() + " (plugin " + named.plugin() + ")")
            .distinct()
            .collect(Collectors.joining(", "));
    return sources.isEmpty() ? "any plugin" : sources;
  }
}
